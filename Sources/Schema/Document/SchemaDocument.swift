package import JSON

/// A schema and all that its references reach, as places with ids.
///
/// Places get their ids when they are first asked for, so a large schema costs one pass that looks for identifiers and
/// then only what is used. The same place always has the same id, by whatever way it is reached.
package struct SchemaDocument: Sendable {
  package let options: SchemaOptions
  package let registry: SchemaRegistry
  package private(set) var root = SchemaNodeID(0)

  var nodes: [SchemaNode] = []
  var resources: [SchemaResource] = []
  /// By URI without fragment.
  var resourcesByURI: [String: SchemaResourceID] = [:]
  /// URIs and `URI#anchor`s that name several different subschemas.
  var ambiguous: Set<String> = []
  private var steps: [Step: SchemaNodeID] = [:]
  /// See `twin(of:)`.
  var twins: [SchemaNodeID: SchemaNodeID] = [:]
  var placesByDigest: [Int: [SchemaNodeID]] = [:]

  private struct Step: Hashable {
    let parent: SchemaNodeID
    let token: ExactString
  }

  /// - Parameter uri: where the schema was found; the base for a relative `$id` and relative references.
  /// - Throws: `notASchema`, `unknownMetaschema`, `unknownVocabulary`, or `invalidKeyword` for a `$schema`.
  package init(
    _ schema: JSONValue, uri: String = "", registry: SchemaRegistry = SchemaRegistry(),
    options: SchemaOptions = SchemaOptions()
  ) throws(SchemaError) {
    self.options = options
    self.registry = registry
    let resource = try add(schema, uri: URIReference(uri), inherited: Dialect(options.defaultDraft))
    root = self[resource].root
  }

  package subscript(id: SchemaNodeID) -> SchemaNode { nodes[Int(id.index)] }
  package subscript(id: SchemaResourceID) -> SchemaResource { resources[Int(id.index)] }

  /// Ids are below this number, and every number below is one.
  package var nodeCount: Int { nodes.count }
  package var resourceIDs: some Collection<SchemaResourceID> { resources.indices.lazy.map { SchemaResourceID($0) } }

  package func dialect(of id: SchemaNodeID) -> Dialect { self[self[id].resource].dialect }
  package func draft(of id: SchemaNodeID) -> Draft { dialect(of: id).draft }

  package func location(of id: SchemaNodeID) -> SchemaLocation {
    var tokens: [ExactString] = []
    var place = id
    while let parent = self[place].parent {
      tokens.append(self[place].token)
      place = parent
    }
    return SchemaLocation(
      documentURI: self[self[place].resource].uri.description, pointer: JSONPointer(tokens.reversed()))
  }

  /// The place that `tokens` lead to from `id`; nil when there is none.
  package mutating func child(of id: SchemaNodeID, at tokens: ExactString...) -> SchemaNodeID? {
    child(of: id, at: tokens)
  }

  package mutating func child(of id: SchemaNodeID, at tokens: some Sequence<ExactString>) -> SchemaNodeID? {
    var place = id
    for token in tokens {
      guard let next = step(from: place, to: token) else { return nil }
      place = next
    }
    return place
  }

  private mutating func step(from parent: SchemaNodeID, to token: ExactString) -> SchemaNodeID? {
    let step = Step(parent: parent, token: token)
    if let known = steps[step] { return known }
    let node = self[parent]
    guard let value = JSONPointer([token]).resolve(in: node.value) else { return nil }
    let id = SchemaNodeID(nodes.count)
    nodes.append(SchemaNode(parent: parent, token: token, value: value, resource: node.resource))
    steps[step] = id
    return id
  }

  /// The keywords of the schema at `id`, nil for a boolean schema.
  ///
  /// - Throws: `notASchema`.
  package func keywords(of id: SchemaNodeID) throws(SchemaError) -> JSONObject? {
    switch self[id].value {
    case .object(let object): return object
    case .bool: return nil
    case let other: throw .notASchema(location(of: id), found: other.typeName)
    }
  }
}
