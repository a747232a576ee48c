import Automata
import JSON

/// `enum` and `const`.
enum ConstantFamily: KeywordFamily {
  static let keywords: [ExactString] = ["enum", "const"]

  /// The admitted values: those of `enum` that also equal `const` when both stand there; none where neither does.
  static func lists(_ schema: SchemaView, _ space: borrowing FormulaSpace) throws(SchemaError) -> [[JSONValue]] {
    var parts: [[JSONValue]] = []
    if let value = schema.keywords["enum"] {
      guard case .array(let values) = value else {
        throw .invalidKeyword(space.document.location(of: schema.node).appending("enum"), expected: "an array")
      }
      parts.append(values)
    }
    // Draft 4 has no `const`.
    if schema.draft > .draft4, let value = schema.keywords["const"] { parts.append([value]) }
    return parts
  }

  static func literals(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> LiteralSet {
    try lists(schema, space).reduce(.all) { $0.intersection(literals($1)) }
  }

  static func strings(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> RegexID {
    var parts: [RegexID] = []
    for values in try lists(schema, space) { parts.append(strings(values, in: &space)) }
    return space.strings.regex.intersection(parts)
  }

  static func numbers(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> NumberSet {
    var result = NumberSet.all
    for values in try lists(schema, space) { result = result.intersection(try numbers(values)) }
    // Each byte of a number is compared with all of them.
    guard result.ranges.count <= numberLimit else {
      throw .tooComplex(
        space.document.location(of: schema.node).appending("enum"), question: "\(result.ranges.count) numbers")
    }
    return result
  }

  static func arrays(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    var parts: [ResidualID] = []
    for values in try lists(schema, space) { parts.append(arrays(values, in: &space)) }
    return space.and(parts)
  }

  static func objects(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    var parts: [ResidualID] = []
    for values in try lists(schema, space) { parts.append(objects(values, in: &space)) }
    return space.and(parts)
  }

  /// The most numbers in one `enum`.
  static let numberLimit = 4_096

  static func literals(_ values: [JSONValue]) -> LiteralSet {
    var set: LiteralSet = []
    for value in values {
      switch value {
      case .null: set.insert(.null)
      case .bool(let flag): set.insert(flag ? .true : .false)
      default: continue
      }
    }
    return set
  }

  static func strings(_ values: [JSONValue], in space: inout FormulaSpace) -> RegexID {
    space.strings.regex.literals(values.compactMap(\.stringValue))
  }

  static func numbers(_ values: [JSONValue]) throws(SchemaError) -> NumberSet {
    var ranges: [NumberSet.Range] = []
    for value in values {
      guard let number = value.numberValue else { continue }
      guard let decimal = SignedDecimal(number) else { throw .numberOutOfRange(number) }
      ranges.append(.constant(decimal))
    }
    return NumberSet(ranges)
  }

  static func arrays(_ values: [JSONValue], in space: inout FormulaSpace) -> ResidualID {
    var alternatives: [ResidualID] = []
    for value in values {
      guard let items = value.arrayValue else { continue }
      var prefix: [FormulaID] = []
      for item in items { prefix.append(space.constant(item)) }
      let exactly = space.intern(.array(.items(prefix: prefix, rest: .never)))
      let count = space.intern(.array(.count(minimum: items.count, maximum: nil)))
      alternatives.append(items.isEmpty ? exactly : space.and([exactly, count]))
    }
    return space.or(alternatives)
  }

  static func objects(_ values: [JSONValue], in space: inout FormulaSpace) -> ResidualID {
    var alternatives: [ResidualID] = []
    for value in values {
      guard let members = value.objectValue?.members else { continue }
      var named: [PropertyRules.Named] = []
      for member in members {
        let key = space.keys.id(of: member.key)
        named.append(PropertyRules.Named(key: key, formula: space.constant(member.value)))
      }
      let rules = space.intern(PropertyRules(named: named, patterns: [], additional: .never))
      let exactly = space.intern(.object(.properties(rules)))
      let required = space.intern(.object(.required(named.map(\.key).sorted())))
      alternatives.append(members.isEmpty ? exactly : space.and([exactly, required]))
    }
    return space.or(alternatives)
  }
}
