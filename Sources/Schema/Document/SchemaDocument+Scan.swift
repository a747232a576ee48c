import JSON

/// Reading a document: finding the resources and anchors in it.
extension SchemaDocument {
  /// Adds a document under its retrieval URI and, when it has one, under its own identifier.
  mutating func add(
    _ document: JSONValue, uri: URIReference, inherited: Dialect
  ) throws(SchemaError) -> SchemaResourceID {
    let retrieval = uri.withoutFragment
    let dialect = try self.dialect(of: document, inherited: inherited)
    let identifier = Self.identifier(of: document, in: dialect.draft).map(URIReference.init)
    let root = SchemaNodeID(nodes.count)
    let base = identifier?.resolved(against: retrieval).withoutFragment ?? retrieval
    let resource = addResource(base, at: root, document, dialect)
    nodes.append(SchemaNode(parent: nil, token: "", value: document, resource: resource))
    if base != retrieval { resourcesByURI[retrieval.description] = resource }
    try scan(from: root)
    return resource
  }

  private mutating func addResource(
    _ uri: URIReference, at root: SchemaNodeID, _ value: JSONValue, _ dialect: Dialect
  ) -> SchemaResourceID {
    let id = SchemaResourceID(resources.count)
    resources.append(SchemaResource(uri: uri, root: root, dialect: dialect))
    let key = uri.description
    if let known = resourcesByURI[key] {
      if self[self[known].root].value != value { ambiguous.insert(key) }
    } else {
      resourcesByURI[key] = id
    }
    return id
  }

  /// The text of `$id` (`id` in draft 4) where it counts: up to draft 7 not beside `$ref`.
  private static func identifier(of schema: JSONValue, in draft: Draft) -> String? {
    guard let object = schema.objectValue else { return nil }
    if draft <= .draft7, object["$ref"] != nil { return nil }
    return object[draft == .draft4 ? "id" : "$id"]?.stringValue
  }

  /// A subschema on the way: its tokens are those of `previous` and its own.
  private struct Trail {
    let previous: Int?
    let tokens: [ExactString]
  }

  /// One pass over all subschemas below a document's root, parents first. Iterative, so that nesting cannot exhaust the
  /// stack; only places with identifiers get ids.
  private mutating func scan(from root: SchemaNodeID) throws(SchemaError) {
    var trails = [Trail(previous: nil, tokens: [])]
    var open: [(schema: JSONValue, trail: Int, resource: SchemaResourceID)] = [
      (self[root].value, 0, self[root].resource)
    ]
    while let (schema, trail, outer) = open.popLast() {
      guard let object = schema.objectValue else { continue }
      let resource = try identify(object, outer, isRoot: trail == 0) { document in
        var tokens: [ExactString] = []
        var next: Int? = trail
        while let place = next {
          tokens += trails[place].tokens.reversed()
          next = trails[place].previous
        }
        guard let id = document.child(of: root, at: tokens.reversed()) else {
          preconditionFailure("a place that was just visited")
        }
        return id
      }
      let draft = self[resource].dialect.draft
      for member in object.members {
        guard let shape = SubschemaKeywords.shape(of: member.key, in: draft) else { continue }
        Self.forEachSubschema(in: member.value, shape) { value, token in
          trails.append(Trail(previous: trail, tokens: token.map { [member.key, $0] } ?? [member.key]))
          open.append((value, trails.count - 1, resource))
        }
      }
    }
  }

  private static func forEachSubschema(
    in value: JSONValue, _ shape: SubschemaKeywords.Shape, _ visit: (JSONValue, ExactString?) -> Void
  ) {
    switch (shape, value) {
    case (.schema, .object), (.schemaOrArray, .object): visit(value, nil)
    case (.array, .array(let items)), (.schemaOrArray, .array(let items)):
      for (position, item) in items.enumerated() { visit(item, ExactString(String(position))) }
    case (.map, .object(let object)), (.mapWithNameLists, .object(let object)):
      for member in object.members { visit(member.value, member.key) }
    default: break
    }
  }

  /// Records the identifiers of one schema; returns the resource that it belongs to.
  private mutating func identify(
    _ schema: JSONObject, _ outer: SchemaResourceID, isRoot: Bool, place: (inout SchemaDocument) -> SchemaNodeID
  ) throws(SchemaError) -> SchemaResourceID {
    var resource = outer
    var dialect = self[outer].dialect
    if let text = Self.identifier(of: .object(schema), in: dialect.draft) {
      let uri = URIReference(text).resolved(against: self[outer].uri)
      if !isRoot, uri.withoutFragment != self[outer].uri {
        let id = place(&self)
        // It only counts at the root of a resource.
        dialect = try self.dialect(of: .object(schema), inherited: dialect)
        resource = addResource(uri.withoutFragment, at: id, .object(schema), dialect)
        nodes[Int(id.index)].resource = resource
      }
      if dialect.draft <= .draft7, let name = uri.decodedFragment, !name.isEmpty, !name.hasPrefix("/") {
        addAnchor(ExactString(name), place(&self), resource)
      }
    }
    guard dialect.draft >= .draft2019 else { return resource }
    if let name = schema["$anchor"]?.stringValue { addAnchor(ExactString(name), place(&self), resource) }
    if dialect.draft >= .draft2020, let name = schema["$dynamicAnchor"]?.stringValue {
      let id = place(&self)
      addAnchor(ExactString(name), id, resource)
      if resources[Int(resource.index)].dynamicAnchors[ExactString(name)] == nil {
        resources[Int(resource.index)].dynamicAnchors[ExactString(name)] = id
      }
    }
    if dialect.draft == .draft2019, schema["$recursiveAnchor"]?.boolValue == true,
      self[resource].root == place(&self)
    {
      resources[Int(resource.index)].hasRecursiveAnchor = true
    }
    return resource
  }

  private mutating func addAnchor(_ name: ExactString, _ id: SchemaNodeID, _ resource: SchemaResourceID) {
    if let known = self[resource].anchors[name], known != id {
      if self[known].value != self[id].value { ambiguous.insert("\(self[resource].uri)#\(name)") }
    } else {
      resources[Int(resource.index)].anchors[name] = id
    }
  }
}
