import JSON

/// Keywords for numbers, in exact decimal arithmetic.
enum NumericKeywords {
  /// Significant digits that `multipleOf` may have, so that the remainder stays cheap.
  private static let maximumDigits = 1_000

  static let definitions: [KeywordDefinition] = [
    KeywordDefinition("minimum", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      let isStrict = source.draft == .draft4 ? try source.sibling("exclusiveMinimum")?.flag() ?? false : false
      return BoundKeyword(
        keyword: "minimum", bound: try source.number(), text: text(source), side: isStrict ? .above : .atLeast)
    },
    KeywordDefinition("maximum", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      let isStrict = source.draft == .draft4 ? try source.sibling("exclusiveMaximum")?.flag() ?? false : false
      return BoundKeyword(
        keyword: "maximum", bound: try source.number(), text: text(source), side: isStrict ? .below : .atMost)
    },
    KeywordDefinition("exclusiveMinimum", .draft6 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      BoundKeyword(keyword: "exclusiveMinimum", bound: try source.number(), text: text(source), side: .above)
    },
    KeywordDefinition("exclusiveMaximum", .draft6 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      BoundKeyword(keyword: "exclusiveMaximum", bound: try source.number(), text: text(source), side: .below)
    },
    KeywordDefinition("multipleOf", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      let divisor = try source.number()
      guard !divisor.isZero, !divisor.isNegative else { throw source.invalid("a number above zero") }
      guard divisor.digits.count <= maximumDigits else { throw .digitLimit(source.place, limit: maximumDigits) }
      return MultipleKeyword(divisor: divisor, text: text(source))
    },
  ]

  private static func text(_ source: KeywordSource) -> String { source.value.numberValue?.text ?? "" }
}

private struct BoundKeyword: Keyword {
  enum Side: String {
    case atLeast = "at least"
    case above
    case atMost = "at most"
    case below
  }

  let keyword: ExactString
  let bound: ExactDecimal
  let text: String
  let side: Side

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) -> Bool {
    guard let number = instance.numberValue else { return true }
    let value = ExactDecimal(number)
    let holds =
      switch side {
      case .atLeast: value >= bound
      case .above: value > bound
      case .atMost: value <= bound
      case .below: value < bound
      }
    return holds || evaluation.fail(keyword, "expected a number \(side.rawValue) \(text)")
  }
}

private struct MultipleKeyword: Keyword {
  let divisor: ExactDecimal
  let text: String

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) -> Bool {
    guard let number = instance.numberValue else { return true }
    return ExactDecimal(number).isMultiple(of: divisor) || evaluation.fail("multipleOf", "no multiple of \(text)")
  }
}
