import JSON

/// Keywords for objects.
enum ObjectKeywords {
  static let definitions: [KeywordDefinition] = [
    KeywordDefinition("minProperties", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      PropertyCountKeyword(keyword: "minProperties", allowed: try source.count()...Int.max)
    },
    KeywordDefinition("maxProperties", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      PropertyCountKeyword(keyword: "maxProperties", allowed: 0...(try source.count()))
    },
    KeywordDefinition("required", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      RequiredKeyword(names: try source.strings())
    },
    KeywordDefinition("properties", .draft4 ... .draft2020, .applicator, .applicator) {
      source, compiler throws(SchemaError) in
      PropertiesKeyword(
        subschemas: Dictionary(
          try compiler.subschemaMap(source).map { ($0.key, $0.subschema) }, uniquingKeysWith: { first, _ in first }))
    },
    KeywordDefinition("patternProperties", .draft4 ... .draft2020, .applicator, .applicator) {
      source, compiler throws(SchemaError) in
      PatternPropertiesKeyword(subschemas: try patterns(source, &compiler))
    },
    KeywordDefinition("additionalProperties", .draft4 ... .draft2020, .applicator, .applicator) {
      source, compiler throws(SchemaError) in
      var matchers: [TextPattern] = []
      if let sibling = source.sibling("patternProperties") {
        for member in try sibling.object().members { matchers.append(try compiler.pattern(member.key, sibling.place)) }
      }
      let names = try source.sibling("properties")?.object().keys.map { $0 } ?? []
      return AdditionalPropertiesKeyword(
        names: Set(names), patterns: matchers, subschema: compiler.subschema(source, at: "additionalProperties"))
    },
    KeywordDefinition("propertyNames", .draft6 ... .draft2020, .applicator, .applicator) { source, compiler in
      PropertyNamesKeyword(subschema: compiler.subschema(source, at: "propertyNames"))
    },
  ]

  private static func patterns(
    _ source: KeywordSource, _ compiler: inout SchemaCompiler
  ) throws(SchemaError) -> [(pattern: TextPattern, subschema: Subschema)] {
    var rows: [(pattern: TextPattern, subschema: Subschema)] = []
    for (key, subschema) in try compiler.subschemaMap(source) {
      rows.append((try compiler.pattern(key, source.place), subschema))
    }
    return rows
  }
}

private struct PropertyCountKeyword: Keyword {
  let keyword: ExactString
  let allowed: ClosedRange<Int>

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) -> Bool {
    guard let count = instance.objectValue?.count else { return true }
    return allowed.contains(count)
      || evaluation.fail(
        keyword,
        count < allowed.lowerBound
          ? "expected at least \(allowed.lowerBound) properties, not \(count)"
          : "expected at most \(allowed.upperBound) properties, not \(count)")
  }
}

private struct RequiredKeyword: Keyword {
  let names: [ExactString]

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) -> Bool {
    guard let object = instance.objectValue else { return true }
    var holds = true
    for name in names where object.position(of: name) == nil {
      holds = evaluation.fail("required", "the property \"\(name)\" is missing")
      if !evaluation.collects { break }
    }
    return holds
  }
}

private struct PropertiesKeyword: Keyword {
  let subschemas: [ExactString: Subschema]

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    guard let object = instance.objectValue else { return true }
    var holds = true
    for position in positions(in: object) {
      let member = object.members[position]
      guard let subschema = subschemas[member.key] else { continue }
      evaluation.mark(position)
      if try !evaluation.apply(subschema, to: member.value, at: member.key) {
        holds = false
        if !evaluation.collects { break }
      }
    }
    return holds
  }

  /// Members among which those with a schema are, in order.
  private func positions(in object: JSONObject) -> [Int] {
    subschemas.count < object.count / 2
      ? subschemas.keys.compactMap { object.position(of: $0) }.sorted() : Array(object.members.indices)
  }
}

private struct PatternPropertiesKeyword: Keyword {
  let subschemas: [(pattern: TextPattern, subschema: Subschema)]

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    guard let object = instance.objectValue else { return true }
    var holds = true
    for (position, member) in object.members.enumerated() {
      for (pattern, subschema) in subschemas where try pattern.matches(member.key) {
        evaluation.mark(position)
        if try !evaluation.apply(subschema, to: member.value, at: member.key) {
          holds = false
          if !evaluation.collects { return false }
        }
      }
    }
    return holds
  }
}

private struct AdditionalPropertiesKeyword: Keyword {
  let names: Set<ExactString>
  let patterns: [TextPattern]
  let subschema: Subschema

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    guard let object = instance.objectValue else { return true }
    var holds = true
    for (position, member) in object.members.enumerated() where try isAdditional(member.key) {
      evaluation.mark(position)
      if try !evaluation.apply(subschema, to: member.value, at: member.key) {
        holds = false
        if !evaluation.collects { break }
      }
    }
    return holds
  }

  private func isAdditional(_ name: ExactString) throws(SchemaError) -> Bool {
    if names.contains(name) { return false }
    for pattern in patterns where try pattern.matches(name) { return false }
    return true
  }
}

private struct PropertyNamesKeyword: Keyword {
  let subschema: Subschema

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    guard let object = instance.objectValue else { return true }
    var holds = true
    for member in object.members
    where try !evaluation.apply(subschema, to: .string(member.key), at: member.key) {
      holds = false
      if !evaluation.collects { break }
    }
    return holds
  }
}
