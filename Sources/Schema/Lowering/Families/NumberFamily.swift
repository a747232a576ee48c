import Automata
import JSON

/// `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` (booleans beside the bounds in draft 4), `multipleOf`.
enum NumberFamily: KeywordFamily {
  static let keywords: [ExactString] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]

  /// Decimal places that a divisor may span, the point included: enough for any double.
  private static let maximumDivisorPlaces = 1_100

  static func numbers(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> NumberSet {
    var result = NumberSet.all
    for (bound, exclusive, isLower) in [
      ("minimum", "exclusiveMinimum", true), ("maximum", "exclusiveMaximum", false),
    ] as [(ExactString, ExactString, Bool)] {
      var isExclusive = false
      if schema.draft == .draft4, let flag = schema.keywords[exclusive] {
        guard let flag = flag.boolValue else {
          let place = space.document.location(of: schema.node).appending(exclusive)
          throw .invalidKeyword(place, expected: "a boolean in draft 4")
        }
        isExclusive = flag
      }
      if let value = try decimal(bound, schema, space) {
        result = result.intersection(range(value, isExclusive, isLower))
      }
      if schema.draft > .draft4, let value = try decimal(exclusive, schema, space) {
        result = result.intersection(range(value, true, isLower))
      }
    }
    if let divisor = try divisor(schema, space) { result = result.intersection(.multiples(of: divisor)) }
    return result
  }

  private static func divisor(
    _ schema: SchemaView, _ space: borrowing FormulaSpace
  ) throws(SchemaError) -> Magnitude? {
    guard let value = try decimal("multipleOf", schema, space) else { return nil }
    let place = space.document.location(of: schema.node).appending("multipleOf")
    guard !value.isNegative, !value.magnitude.isZero else {
      throw .invalidKeyword(place, expected: "a number above zero")
    }
    let magnitude = value.magnitude
    if magnitude.digits.count > maximumDivisorPlaces { throw .digitLimit(place, limit: maximumDivisorPlaces) }
    if magnitude.places > maximumDivisorPlaces, let number = schema.keywords["multipleOf"]?.numberValue {
      throw .numberOutOfRange(number)
    }
    return magnitude
  }

  private static func range(_ value: SignedDecimal, _ isExclusive: Bool, _ isLower: Bool) -> NumberSet {
    let bound = NumberBound(value, isExclusive: isExclusive)
    return NumberSet([isLower ? NumberSet.Range(lower: bound) : NumberSet.Range(upper: bound)])
  }

  private static func decimal(
    _ keyword: ExactString, _ schema: SchemaView, _ space: borrowing FormulaSpace
  ) throws(SchemaError) -> SignedDecimal? {
    guard let value = schema.keywords[keyword] else { return nil }
    guard let number = value.numberValue else {
      throw .invalidKeyword(space.document.location(of: schema.node).appending(keyword), expected: "a number")
    }
    guard let decimal = SignedDecimal(number) else { throw .numberOutOfRange(number) }
    return decimal
  }
}
