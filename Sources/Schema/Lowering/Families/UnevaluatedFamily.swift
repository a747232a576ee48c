import Automata
import JSON

/// `unevaluatedProperties` and `unevaluatedItems`.
///
/// What a member must satisfy depends on which subschemas hold for the whole object: either one that evaluates its key
/// holds, or the member satisfies the keyword's schema. Evaluating more never forbids anything, so it is enough to say
/// that such a subschema holds, and nothing is asked of those that do not. Keys with the same evaluators share one
/// clause; there are as many clauses as different sets of evaluators.
enum UnevaluatedFamily: KeywordFamily {
  static let keywords: [ExactString] = ["unevaluatedProperties", "unevaluatedItems"]

  static func objects(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    guard schema.draft >= .draft2019, let rest = try space.child(schema, "unevaluatedProperties"), rest != .always
    else { return .always }
    var scope = EvaluatedNames()
    try scope.collect(schema, in: &space)
    var keys = scope.named
    for (key, language) in try space.keyClasses(scope.patterns.sorted(), outside: keys.sorted()) {
      keys.append(key)
      scope.languages[key] = language
    }
    // By the condition under which the keys are evaluated.
    var conditions: [FormulaID] = []
    var groups: [FormulaID: [KeyID]] = [:]
    for key in keys {
      let condition = try EvaluatedNames.condition(schema, key, in: &space)
      if condition == .always { continue }
      if groups[condition] == nil { conditions.append(condition) }
      groups[condition, default: []].append(key)
    }
    var parts: [ResidualID] = []
    for condition in conditions {
      let rules = scope.rules(Set(groups[condition]!), rest, keys)
      let clause = space.intern(.object(.properties(space.intern(rules))))
      parts.append(condition == .never ? clause : space.or([try space.objects(condition), clause]))
    }
    return space.and(parts)
  }

  static func arrays(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    guard schema.draft >= .draft2019, let rest = try space.child(schema, "unevaluatedItems"), rest != .always
    else { return .always }
    let prefix = try EvaluatedItems.prefixEnd(schema, in: &space)
    var order: [[ItemEvaluator]] = []
    var groups: [[ItemEvaluator]: [Int]] = [:]
    for index in 0...prefix {
      let evaluators = try EvaluatedItems.evaluators(schema, index, in: &space)
      if evaluators.contains(ItemEvaluator(condition: .always, item: .always)) { continue }
      if groups[evaluators] == nil { order.append(evaluators) }
      groups[evaluators, default: []].append(index)
    }
    var parts: [ResidualID] = []
    for evaluators in order {
      parts.append(try clause(schema, evaluators, Set(groups[evaluators]!), prefix, rest, in: &space))
    }
    return space.and(parts)
  }

  /// The most subschemas with `contains` whose items are told apart.
  static let evaluatorLimit = 8

  /// What the items at some places owe: one alternative for each set of evaluators that may hold.
  private static func clause(
    _ schema: SchemaView, _ evaluators: [ItemEvaluator], _ places: Set<Int>, _ prefix: Int, _ rest: FormulaID,
    in space: inout FormulaSpace
  ) throws(SchemaError) -> ResidualID {
    let whole = evaluators.filter { $0.item == .always }.map(\.condition)
    let always = evaluators.filter { $0.condition == .always }.map(\.item)
    let partial = evaluators.filter { $0.condition != .always && $0.item != .always }
    guard partial.count <= evaluatorLimit else {
      throw .tooComplex(
        space.document.location(of: schema.node).appending("unevaluatedItems"), question: "alternatives")
    }
    var alternatives: [ResidualID] = []
    for condition in whole { alternatives.append(try space.arrays(condition)) }
    for choice in 0..<1 << partial.count {
      let chosen = partial.indices.filter { choice >> $0 & 1 == 1 }.map { partial[$0] }
      let item = space.or([rest] + always + chosen.map(\.item))
      let items = (0...prefix).map { places.contains($0) ? item : FormulaID.always }
      var parts: [ResidualID] = []
      for evaluator in chosen { parts.append(try space.arrays(evaluator.condition)) }
      if items.contains(where: { $0 != .always }) {
        parts.append(space.intern(.array(.items(prefix: Array(items.dropLast()), rest: items[prefix]))))
      }
      alternatives.append(space.and(parts))
    }
    return space.or(alternatives)
  }
}

/// The names that a schema and what it applies in place tell apart.
private struct EvaluatedNames {
  var named: [KeyID] = []
  var patterns: Set<RegexID> = []
  var languages: [KeyID: RegexID] = [:]
  private var seen: Set<ScopedSchema> = []
  private var depth = 0

  mutating func collect(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) {
    guard seen.insert(schema.schema).inserted else { return }
    depth += 1
    defer { depth -= 1 }
    if depth > FormulaSpace.inPlaceLimit { throw .depthLimit(FormulaSpace.inPlaceLimit) }
    for name in schema.names(in: "properties") {
      let key = space.keys.id(of: name)
      if !named.contains(key) { named.append(key) }
    }
    for pattern in schema.names(in: "patternProperties") {
      patterns.insert(try space.propertyPattern(pattern, schema))
    }
    for inner in try InPlace.schemas(schema, in: &space) { try collect(inner.schema, in: &space) }
  }

  /// Given that the schema holds, what else has to hold for it to have evaluated a key.
  static func condition(
    _ schema: SchemaView, _ key: KeyID, in space: inout FormulaSpace
  ) throws(SchemaError) -> FormulaID {
    var walk = InPlaceWalk<FormulaID>()
    return try condition(schema, key, isOuter: true, &walk, in: &space)
  }

  private static func condition(
    _ schema: SchemaView, _ key: KeyID, isOuter: Bool, _ walk: inout InPlaceWalk<FormulaID>,
    in space: inout FormulaSpace
  ) throws(SchemaError) -> FormulaID {
    if let known = walk.known[schema.schema] { return known }
    if schema.keywords["additionalProperties"] != nil { return .always }
    if !isOuter, schema.draft >= .draft2019, schema.keywords["unevaluatedProperties"] != nil { return .always }
    if !key.isClass, schema.keywords["properties"]?[space.keys.name(key)] != nil { return .always }
    for pattern in schema.names(in: "patternProperties") {
      let language = try space.propertyPattern(pattern, schema)
      if space.keys.matches(key, language, in: &space.strings.regex) { return .always }
    }
    var alternatives: [FormulaID] = []
    try walk.enter(schema, in: &space)
    for inner in try InPlace.schemas(schema, in: &space) {
      let condition = try condition(inner.schema, key, isOuter: false, &walk, in: &space)
      alternatives.append(space.and([inner.condition, condition]))
    }
    return walk.leave(schema, with: space.or(alternatives))
  }

  /// `rest` for a group of keys, nothing for the others.
  func rules(_ group: Set<KeyID>, _ rest: FormulaID, _ keys: [KeyID]) -> PropertyRules {
    PropertyRules(
      named: keys.filter { !$0.isClass }.map { .init(key: $0, formula: group.contains($0) ? rest : .always) },
      patterns: keys.filter(\.isClass).map {
        .init(language: languages[$0]!, formula: group.contains($0) ? rest : .always)
      },
      additional: .always)
  }
}

/// What evaluates an item: a condition on the array, and one on the item.
struct ItemEvaluator: Hashable {
  let condition: FormulaID
  let item: FormulaID
}

private enum EvaluatedItems {
  /// Items from here on are evaluated alike.
  static func prefixEnd(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> Int {
    var walk = InPlaceWalk<Int>()
    return try prefixEnd(schema, &walk, in: &space)
  }

  private static func prefixEnd(
    _ schema: SchemaView, _ walk: inout InPlaceWalk<Int>, in space: inout FormulaSpace
  ) throws(SchemaError) -> Int {
    if let known = walk.known[schema.schema] { return known }
    var end = list(schema)?.count ?? 0
    try walk.enter(schema, in: &space)
    for inner in try InPlace.schemas(schema, in: &space) {
      end = max(end, try prefixEnd(inner.schema, &walk, in: &space))
    }
    return walk.leave(schema, with: end)
  }

  private static func list(_ schema: SchemaView) -> [JSONValue]? {
    schema.keywords[schema.draft < .draft2020 ? "items" : "prefixItems"]?.arrayValue
  }

  /// Whether the schema itself evaluates every item from its list on.
  private static func evaluatesRest(_ schema: SchemaView) -> Bool {
    if schema.draft >= .draft2020 { return schema.keywords["items"] != nil }
    return list(schema) != nil ? schema.keywords["additionalItems"] != nil : schema.keywords["items"] != nil
  }

  /// Given that the schema holds, what evaluates the item at a place; sorted, without duplicates.
  static func evaluators(
    _ schema: SchemaView, _ index: Int, in space: inout FormulaSpace
  ) throws(SchemaError) -> [ItemEvaluator] {
    var walk = InPlaceWalk<[ItemEvaluator]>()
    return try evaluators(schema, index, isOuter: true, &walk, in: &space)
  }

  private static func evaluators(
    _ schema: SchemaView, _ index: Int, isOuter: Bool, _ walk: inout InPlaceWalk<[ItemEvaluator]>,
    in space: inout FormulaSpace
  ) throws(SchemaError) -> [ItemEvaluator] {
    if let known = walk.known[schema.schema] { return known }
    let always = [ItemEvaluator(condition: .always, item: .always)]
    if evaluatesRest(schema) || index < list(schema)?.count ?? 0 { return always }
    if !isOuter, schema.draft >= .draft2019, schema.keywords["unevaluatedItems"] != nil { return always }
    var result: Set<ItemEvaluator> = []
    if schema.draft >= .draft2020, let item = try space.child(schema, "contains") {
      result.insert(ItemEvaluator(condition: .always, item: item))
    }
    try walk.enter(schema, in: &space)
    for inner in try InPlace.schemas(schema, in: &space) {
      for evaluator in try evaluators(inner.schema, index, isOuter: false, &walk, in: &space) {
        let condition = space.and([inner.condition, evaluator.condition])
        if condition != .never { result.insert(ItemEvaluator(condition: condition, item: evaluator.item)) }
      }
    }
    return walk.leave(schema, with: result.sorted { ($0.condition, $0.item) < ($1.condition, $1.item) })
  }
}

extension SchemaView {
  /// The names under a keyword that maps names to schemas.
  fileprivate func names(in keyword: ExactString) -> [ExactString] {
    keywords[keyword]?.objectValue.map { Array($0.keys) } ?? []
  }
}
