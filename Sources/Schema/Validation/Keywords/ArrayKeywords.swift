import JSON

/// Keywords for arrays.
enum ArrayKeywords {
  static let definitions: [KeywordDefinition] = [
    KeywordDefinition("minItems", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      ItemCountKeyword(keyword: "minItems", allowed: try source.count()...Int.max)
    },
    KeywordDefinition("maxItems", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      ItemCountKeyword(keyword: "maxItems", allowed: 0...(try source.count()))
    },
    KeywordDefinition("uniqueItems", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      try source.flag() ? UniqueItemsKeyword() : nil
    },
    KeywordDefinition("prefixItems", .draft2020 ... .draft2020, .applicator, .applicator) {
      source, compiler throws(SchemaError) in
      TupleKeyword(subschemas: try compiler.subschemas(source))
    },
    KeywordDefinition("items", .draft4 ... .draft2019, .applicator, .applicator) {
      source, compiler throws(SchemaError) in
      if source.value.arrayValue != nil {
        return TupleKeyword(subschemas: try compiler.subschemas(source, nonEmpty: false))
      }
      return RestKeyword(start: 0, subschema: compiler.subschema(source, at: "items"))
    },
    KeywordDefinition("additionalItems", .draft4 ... .draft2019, .applicator, .applicator) { source, compiler in
      // It only holds for what a tuple leaves over.
      guard let tuple = source.siblings["items"]?.arrayValue else { return nil }
      return RestKeyword(start: tuple.count, subschema: compiler.subschema(source, at: "additionalItems"))
    },
    KeywordDefinition("items", .draft2020 ... .draft2020, .applicator, .applicator) {
      source, compiler throws(SchemaError) in
      let start = try source.sibling("prefixItems")?.array().count ?? 0
      return RestKeyword(start: start, subschema: compiler.subschema(source, at: "items"))
    },
    KeywordDefinition("contains", .draft6 ... .draft2020, .applicator, .applicator) {
      source, compiler throws(SchemaError) in
      var minimum = 1
      var maximum = Int.max
      if source.draft >= .draft2019, source.dialect.vocabularies.contains(.validation) {
        minimum = try source.sibling("minContains")?.count() ?? 1
        maximum = try source.sibling("maxContains")?.count() ?? Int.max
      }
      return ContainsKeyword(
        subschema: compiler.subschema(source, at: "contains"), minimum: minimum, maximum: maximum,
        marksItems: source.draft >= .draft2020)
    },
  ]
}

private struct ItemCountKeyword: Keyword {
  let keyword: ExactString
  let allowed: ClosedRange<Int>

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) -> Bool {
    guard let count = instance.arrayValue?.count else { return true }
    return allowed.contains(count)
      || evaluation.fail(
        keyword,
        count < allowed.lowerBound
          ? "expected at least \(allowed.lowerBound) items, not \(count)"
          : "expected at most \(allowed.upperBound) items, not \(count)")
  }
}

private struct UniqueItemsKeyword: Keyword {
  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) -> Bool {
    guard let items = instance.arrayValue else { return true }
    var positions: [CanonicalJSON: Int] = [:]
    for (position, item) in items.enumerated() {
      if let earlier = positions.updateValue(position, forKey: CanonicalJSON(item)) {
        return evaluation.fail("uniqueItems", "items \(earlier) and \(position) are equal")
      }
    }
    return true
  }
}

/// One schema for each of the first items.
private struct TupleKeyword: Keyword {
  let subschemas: [Subschema]

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    guard let items = instance.arrayValue else { return true }
    var holds = true
    for (position, (item, subschema)) in zip(items, subschemas).enumerated() {
      evaluation.mark(position)
      if try !evaluation.apply(subschema, to: item, at: ExactString(String(position))) {
        holds = false
        if !evaluation.collects { break }
      }
    }
    return holds
  }
}

/// One schema for all items from `start` on.
private struct RestKeyword: Keyword {
  let start: Int
  let subschema: Subschema

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    guard let items = instance.arrayValue else { return true }
    evaluation.markAll()
    var holds = true
    for (position, item) in items.enumerated().dropFirst(start) {
      if try !evaluation.apply(subschema, to: item, at: ExactString(String(position))) {
        holds = false
        if !evaluation.collects { break }
      }
    }
    return holds
  }
}

private struct ContainsKeyword: Keyword {
  let subschema: Subschema
  let minimum: Int
  let maximum: Int
  /// Whether matching items count as evaluated (from 2020-12).
  let marksItems: Bool

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    guard let items = instance.arrayValue else { return true }
    let known = evaluation.violations.count
    var matches = 0
    for (position, item) in items.enumerated() {
      if try evaluation.apply(subschema, to: item, at: ExactString(String(position))) {
        matches += 1
        if marksItems { evaluation.mark(position) }
      }
    }
    evaluation.forgetViolations(since: known)
    if matches < minimum {
      return evaluation.fail(
        minimum == 1 ? "contains" : "minContains", "expected at least \(minimum) matching items, not \(matches)")
    }
    return matches <= maximum
      || evaluation.fail("maxContains", "expected at most \(maximum) matching items, not \(matches)")
  }
}
