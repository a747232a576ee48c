import JSON

/// Keywords for strings. Lengths count code points.
enum StringKeywords {
  static let definitions: [KeywordDefinition] = [
    KeywordDefinition("minLength", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      LengthKeyword(keyword: "minLength", allowed: try source.count()...Int.max)
    },
    KeywordDefinition("maxLength", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      LengthKeyword(keyword: "maxLength", allowed: 0...(try source.count()))
    },
    KeywordDefinition("pattern", .draft4 ... .draft2020, .validation) { source, compiler throws(SchemaError) in
      PatternKeyword(pattern: try compiler.pattern(try source.string(), source.place))
    },
    KeywordDefinition("format", .draft4 ... .draft2020, [.formatAnnotation, .formatAssertion]) {
      source, compiler throws(SchemaError) in
      let name = try source.string()
      let asserts =
        compiler.options.formats == .assertion || source.dialect.vocabularies.contains(.formatAssertion)
      guard asserts, let format = StringFormat(rawValue: name.text) else { return nil }
      return FormatKeyword(format: format)
    },
  ]
}

private struct LengthKeyword: Keyword {
  let keyword: ExactString
  let allowed: ClosedRange<Int>

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) -> Bool {
    guard case .string(let text) = instance else { return true }
    let length = text.text.unicodeScalars.count
    return allowed.contains(length)
      || evaluation.fail(
        keyword,
        length < allowed.lowerBound
          ? "expected at least \(allowed.lowerBound) characters, not \(length)"
          : "expected at most \(allowed.upperBound) characters, not \(length)")
  }
}

private struct PatternKeyword: Keyword {
  let pattern: TextPattern

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    guard case .string(let text) = instance else { return true }
    return try pattern.matches(text) || evaluation.fail("pattern", "does not match \(pattern.text)")
  }
}

private struct FormatKeyword: Keyword {
  let format: StringFormat

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) -> Bool {
    guard case .string(let text) = instance else { return true }
    return format.accepts(text.text) || evaluation.fail("format", "no \(format.rawValue)")
  }
}
