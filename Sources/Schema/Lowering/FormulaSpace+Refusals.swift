import JSON

extension FormulaSpace {
  /// Walks every subschema that a value can come to, and lowers it for every type where something in it might be
  /// refused, so that whatever is refused is refused before the first token.
  ///
  /// - Parameter keepsParts: whether what is learned of the schemas directly below the root is kept for other roots.
  /// - Returns: whether a keyword that a value can come to from here is guarded.
  /// - Throws: `SchemaError.unsupportedKeyword` for keywords that the masks don't enforce, and what lowering throws.
  mutating func checkReachable(from node: SchemaNodeID, keepsParts: Bool) throws(SchemaError) -> Bool {
    let root = scoped(node, in: .empty)
    var tops: [PlainTop]? = keepsParts ? [] : nil
    var none: [PlainTop]?
    var seen: Set<ScopedSchema> = [root]
    var pending = [root]
    var inPlace: [ScopedSchema: [ScopedSchema]] = [:]
    var foundGuarded = false
    while let place = pending.popLast() {
      guard let schema = try view(place) else { continue }
      let isRoot = place == root
      if let closer = isRoot
        ? try placesToLookAt(below: schema, tops: &tops) : try placesToLookAt(below: schema, tops: &none)
      {
        for (node, isInPlace) in closer {
          let child = scoped(document.twin(of: node), in: place.scope)
          if isInPlace { inPlace[place, default: []].append(child) }
          if seen.insert(child).inserted { pending.append(child) }
        }
        continue
      }
      for member in schema.keywords.members {
        if KeywordFamilies.isRefused(member, in: schema.draft) {
          throw .unsupportedKeyword(document.location(of: place.node).appending(member.key))
        }
        if GuardedKeywords.isGuarded(member), assertsFormats(schema) {
          foundGuarded = true
          isGuarded = true
        }
      }
      try spend(16)
      let isPlain = Self.isPlain(schema)
      if isPlain {
        let applied = try appliedInPlace(schema)
        if !applied.isEmpty { inPlace[place] = applied }
      }
      for node in try subschemas(of: schema) {
        let child = scoped(document.twin(of: node), in: place.scope)
        if seen.insert(child).inserted { pending.append(child) }
      }
      if isPlain { continue }
      let formula = formula(of: place.node, in: place.scope)
      _ = try literals(formula)
      _ = try strings(formula)
      _ = try numbers(formula)
      _ = try arrays(formula)
      _ = try objects(formula)
    }
    try checkCycles(inPlace)
    if let tops, document.isFreeOfIdentifiers {
      let dialect = document.dialect(of: node)
      for top in tops {
        guard let node = top.node, top.keywords.storage != 0 else { continue }
        document.parts[top.keywords.storage] = SchemaPart(node: node, dialect: dialect)
      }
    }
    return foundGuarded
  }

  /// The order in which places are met from the root on, of places that say the same the first.
  mutating func placeOrder() throws(SchemaError) -> [SchemaNodeID: Int32] {
    let root = scoped(document.root, in: .empty)
    var order = [root.node: Int32(0)]
    var seen: Set<ScopedSchema> = [root]
    var pending = [root]
    while let place = pending.popLast() {
      guard let schema = try view(place) else { continue }
      // What is applied in place comes first.
      for child in Self.isPlain(schema) ? try appliedInPlace(schema) : [] where order[child.node] == nil {
        order[child.node] = Int32(order.count)
      }
      for node in try subschemas(of: schema) {
        let child = scoped(document.twin(of: node), in: place.scope)
        if order[child.node] == nil { order[child.node] = Int32(order.count) }
        if seen.insert(child).inserted { pending.append(child) }
      }
    }
    return order
  }

  /// What a plain schema applies to the same value.
  private mutating func appliedInPlace(_ schema: SchemaView) throws(SchemaError) -> [ScopedSchema] {
    var nodes = schema.keywords["$ref"] == nil ? [] : try ReferenceFamily.targets(schema, in: &self)
    for keyword: ExactString in ["allOf", "anyOf"] {
      guard let items = schema.keywords[keyword]?.arrayValue,
        let list = document.child(of: schema.node, at: keyword)
      else { continue }
      for index in items.indices { nodes.append(document.item(index, of: items, at: list)) }
    }
    return nodes.map { scoped(document.twin(of: $0), in: schema.scope) }
  }

  /// Looks for schemas that lead back to themselves without consuming anything. Those that are lowered find it out
  /// there.
  private func checkCycles(_ applied: [ScopedSchema: [ScopedSchema]]) throws(SchemaError) {
    var finished: Set<ScopedSchema> = []
    // In an order that is the same every time.
    let starts = applied.keys.sorted { ($0.node.index, $0.scope.index) < ($1.node.index, $1.scope.index) }
    for start in starts where !finished.contains(start) {
      var way = [start]
      var onWay: Set<ScopedSchema> = [start]
      var left = [applied[start] ?? []]
      while let place = way.last {
        guard let next = left[left.count - 1].popLast() else {
          way.removeLast()
          left.removeLast()
          onWay.remove(place)
          finished.insert(place)
          continue
        }
        if onWay.contains(next) { throw .referenceCycle(document.location(of: next.node)) }
        if finished.contains(next) { continue }
        way.append(next)
        onWay.insert(next)
        left.append(applied[next] ?? [])
      }
    }
  }

  /// The places of the schemas that the keywords of a schema apply.
  mutating func subschemas(of schema: SchemaView) throws(SchemaError) -> [SchemaNodeID] {
    var places: [SchemaNodeID?] = try ReferenceFamily.targets(schema, in: &self)
    for member in schema.keywords.members {
      // Definitions count only where something refers to them.
      guard KeywordFamilies.byKeyword[member.key] != nil, member.key != "$defs", member.key != "definitions",
        let shape = SubschemaKeywords.shape(of: member.key, in: schema.draft)
      else { continue }
      switch (shape, member.value) {
      case (.schema, _), (.schemaOrArray, .object), (.schemaOrArray, .bool):
        places.append(document.child(of: schema.node, at: member.key))
      case (.array, .array(let items)), (.schemaOrArray, .array(let items)):
        guard let list = document.child(of: schema.node, at: member.key) else { continue }
        for index in items.indices { places.append(document.item(index, of: items, at: list)) }
      case (.map, .object(let members)), (.mapWithNameLists, .object(let members)):
        guard let map = document.child(of: schema.node, at: member.key) else { continue }
        for (index, property) in members.members.enumerated() {
          if shape == .mapWithNameLists, case .array = property.value { continue }
          places.append(document.member(index, of: members, at: map))
        }
      default: throw .invalidKeyword(document.location(of: schema.node).appending(member.key), expected: "schemas")
      }
    }
    return places.compactMap { $0 }
  }
}
