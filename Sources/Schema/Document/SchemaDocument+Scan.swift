import JSON

/// Reading a document: finding the resources and anchors in it.
extension SchemaDocument {
  /// Adds a document under its retrieval URI and, when it has one, under its own identifier.
  mutating func add(
    _ document: JSONValue, uri: URIReference, inherited: Dialect, family: Int32
  ) throws(SchemaError) -> SchemaResourceID {
    let retrieval = uri.withoutFragment
    let dialect = try self.dialect(of: document, inherited: inherited)
    let identifier = Self.identifier(of: document, in: dialect.draft).map(URIReference.init)
    let root = SchemaNodeID(nodes.count)
    let base = identifier?.resolved(against: retrieval).withoutFragment ?? retrieval
    let resource = addResource(base, at: root, document, dialect, family)
    nodes.append(SchemaNode(parent: nil, token: "", value: document, resource: resource))
    if base != retrieval { resourcesByURI[ResourceName(family: family, uri: retrieval.description)] = resource }
    try scan(from: root)
    return resource
  }

  private mutating func addResource(
    _ uri: URIReference, at root: SchemaNodeID, _ value: JSONValue, _ dialect: Dialect, _ family: Int32
  ) -> SchemaResourceID {
    let id = SchemaResourceID(resources.count)
    resources.append(SchemaResource(uri: uri, family: family, root: root, dialect: dialect))
    let key = ResourceName(family: family, uri: uri.description)
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

  /// A schema on the way.
  private struct OpenSchema {
    let keywords: JSONObject
    let way: Int
    /// The resource around it.
    let resource: SchemaResourceID
  }

  /// One pass over all subschemas below a document's root, parents first. Iterative, so that nesting cannot exhaust the
  /// stack; only places with identifiers get ids.
  private mutating func scan(from root: SchemaNodeID) throws(SchemaError) {
    guard let keywords = self[root].keywords else { return }
    var ways = SchemaWays()
    var open = [OpenSchema(keywords: keywords, way: SchemaWays.start, resource: self[root].resource)]
    while let schema = open.popLast() {
      var resource = schema.resource
      if Self.mayHaveIdentifier(schema.keywords) {
        resource = try identify(schema.keywords, resource, isRoot: schema.way == SchemaWays.start) { document in
          ways.end(of: schema.way, from: root, in: &document)
        }
      }
      let dialect = self[resource].dialect
      for (keyword, member) in schema.keywords.members.enumerated() {
        Self.forEachSubschema(in: member, dialect.draft) { keywords, position in
          // Nothing in a part has an identifier.
          if part(keywords, in: dialect) != nil { return }
          let way = ways.extend(schema.way, keyword: keyword, position: position)
          open.append(OpenSchema(keywords: keywords, way: way, resource: resource))
        }
      }
    }
  }

  private static func mayHaveIdentifier(_ keywords: JSONObject) -> Bool {
    keywords.members.contains { $0.key.utf8.first == UInt8(ascii: "$") && $0.key != "$ref" || $0.key == "id" }
  }

  private static func forEachSubschema(
    in member: JSONObject.Member, _ draft: Draft, _ visit: (JSONObject, Int?) -> Void
  ) {
    switch member.value {
    case .null, .bool, .number, .string: return
    case .array(let items):
      switch SubschemaKeywords.shape(of: member.key, in: draft) {
      case .array, .schemaOrArray:
        for (position, item) in items.enumerated() {
          if case .object(let schema) = item { visit(schema, position) }
        }
      case .schema, .map, .mapWithNameLists, nil: return
      }
    case .object(let object):
      switch SubschemaKeywords.shape(of: member.key, in: draft) {
      case .schema, .schemaOrArray: visit(object, nil)
      case .map, .mapWithNameLists:
        for (position, member) in object.members.enumerated() {
          if case .object(let schema) = member.value { visit(schema, position) }
        }
      case .array, nil: return
      }
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
        resource = addResource(uri.withoutFragment, at: id, .object(schema), dialect, self[outer].family)
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
      if self[known].value != self[id].value { ambiguous.insert(self[resource].name(ofAnchor: name.text)) }
    } else {
      resources[Int(resource.index)].anchors[name] = id
    }
  }
}
