import JSON

/// The rules of a schema (`x-kubernetes-validations`), by subschema.
struct RuleScopeTable: Sendable {
  private(set) var scopes: [RuleScope] = []
  private(set) var shapes: ShapeTable
  private var known: [JSONPointer: Int] = [:]
  private let requestType: RuleType

  static let keyword: ExactString = "x-kubernetes-validations"

  /// Keywords below which a rule's meaning is not that of a condition on every value.
  private static let unsupported: [ExactString] = [
    "anyOf", "oneOf", "not", "if", "then", "else", "contains", "propertyNames", "patternProperties",
    "dependentSchemas", "dependencies", "unevaluatedProperties", "unevaluatedItems", "additionalItems",
  ]

  /// The root's scope is the first.
  ///
  /// - Throws: `RuleError.rule`, `RuleError.expression`.
  init(_ schema: JSONValue, requestType: RuleType) throws(RuleError) {
    shapes = ShapeTable(schema)
    self.requestType = requestType
    _ = try scope(at: JSONPointer())
    markNeeded()
  }

  /// The scopes that are about the same value as this one, itself the first, each once: schemas may come back to
  /// themselves.
  func inPlace(of index: Int, isNull: Bool) -> [Int] {
    var found = [index]
    var next = 0
    while next < found.count {
      let scope = scopes[found[next]]
      next += 1
      for inner in scope.inPlace + (isNull ? [] : [scope.unlessNull].compactMap { $0 }) where scopes[inner].isNeeded {
        if !found.contains(inner) { found.append(inner) }
      }
    }
    return found
  }

  /// Where in the schema a scope stands.
  func place(of index: Int) -> JSONPointer? { known.first { $0.value == index }?.key }

  private mutating func scope(at place: JSONPointer) throws(RuleError) -> Int {
    if let known = known[place] { return known }
    let index = scopes.count
    scopes.append(RuleScope())
    known[place] = index
    var scope = RuleScope()
    scope.shape = shapes.shape(at: place)
    if let schema = shapes.reader.value(at: place)?.objectValue {
      try read(schema, at: place, &scope)
      let chain = shapes.reader.chain(from: place)
      if chain.count > 1 { scope.inPlace.append(try self.scope(at: chain[1])) }
    }
    scopes[index] = scope
    return index
  }

  private mutating func read(
    _ schema: JSONObject, at place: JSONPointer, _ scope: inout RuleScope
  ) throws(RuleError) {
    if let json = schema[Self.keyword] {
      let here = place.appending(Self.keyword)
      guard let items = json.arrayValue else { throw .rule(.notAList, at: here) }
      let type = shapes.type(of: scope.shape)
      for (index, item) in items.enumerated() {
        let rule = try Rule(kubernetes: item, at: here.appending(index))
        if !rule.fieldPath.tokens.isEmpty, !declares(rule.fieldPath.tokens[...], type) {
          let text = item["fieldPath"]?.stringValue ?? ""
          throw .rule(.invalidFieldPath(text), at: here.appending(index))
        }
        scope.rules.append(try CompiledRule(rule, selfType: type, requestType: requestType))
      }
    }
    let properties = schema["properties"]?.objectValue
    for key in properties?.keys.map(\.self) ?? [] {
      scope.properties.append((key, try self.scope(at: place.appending("properties").appending(key))))
    }
    if schema["additionalProperties"]?.objectValue != nil {
      let inner = place.appending("additionalProperties")
      if schema["patternProperties"] != nil {
        try refuseRules(at: inner, keyword: "additionalProperties")
      } else {
        scope.additional = (try self.scope(at: inner), Set(properties?.keys.map(\.self) ?? []))
      }
    }
    for index in (schema["prefixItems"]?.arrayValue ?? []).indices {
      scope.prefix.append(try self.scope(at: place.appending("prefixItems").appending(index)))
    }
    if schema["items"]?.objectValue != nil { scope.items = try self.scope(at: place.appending("items")) }
    // Before draft 2020-12 a list of items was what a prefix is now.
    for index in (schema["items"]?.arrayValue ?? []).indices {
      scope.prefix.append(try self.scope(at: place.appending("items").appending(index)))
    }
    for index in (schema["allOf"]?.arrayValue ?? []).indices {
      scope.inPlace.append(try self.scope(at: place.appending("allOf").appending(index)))
    }
    let choice = NullableChoice.branch(of: .object(schema), at: place)
    if let choice { scope.unlessNull = try self.scope(at: choice.0) }
    for keyword in Self.unsupported where schema[keyword] != nil && keyword != choice?.keyword {
      try refuseRules(at: place.appending(keyword), keyword: keyword.text)
    }
  }

  /// Whether a path leads through declared fields and maps.
  private func declares(_ path: ArraySlice<ExactString>, _ type: RuleType) -> Bool {
    guard let name = path.first else { return true }
    switch type {
    case .object(let object): return object[name.text].map { declares(path.dropFirst(), $0.type) } ?? false
    case .map(_, let value): return declares(path.dropFirst(), value)
    case .dyn: return true
    default: return false
    }
  }

  /// Refuses rules in the schemas below a keyword that they cannot stand below.
  private func refuseRules(at place: JSONPointer, keyword: String) throws(RuleError) {
    var visited: Set<JSONPointer> = []
    var open = [place]
    while let place = open.popLast() {
      guard visited.insert(place).inserted else { continue }
      open += shapes.reader.chain(from: place).dropFirst()
      switch shapes.reader.value(at: place) {
      case .object(let object):
        if object[Self.keyword]?.arrayValue != nil {
          throw .rule(.unsupportedPlace(keyword: keyword), at: place.appending(Self.keyword))
        }
        // What is a value and not a schema has no rules.
        for key in object.keys where !["const", "enum", "default", "examples"].contains(key) {
          open.append(place.appending(key))
        }
      case .array(let items): open += items.indices.map { place.appending($0) }
      default: break
      }
    }
  }

  /// A scope is needed when it has rules or leads to one that is.
  private mutating func markNeeded() {
    var callers: [[Int]] = Array(repeating: [], count: scopes.count)
    for (index, scope) in scopes.enumerated() {
      let parts =
        scope.properties.map(\.scope) + scope.prefix + scope.inPlace
        + [scope.additional?.scope, scope.items, scope.unlessNull].compactMap { $0 }
      for part in parts { callers[part].append(index) }
    }
    var open = scopes.indices.filter { !scopes[$0].rules.isEmpty }
    while let index = open.popLast() {
      guard !scopes[index].isNeeded else { continue }
      scopes[index].isNeeded = true
      open += callers[index]
    }
  }
}
