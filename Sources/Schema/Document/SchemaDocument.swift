package import JSON

/// A schema and all that its references reach, as places with ids.
///
/// Places get their ids when they are first asked for, so a large schema costs one pass that looks for identifiers and
/// then only what is used. The same place always has the same id, by whatever way it is reached.
package struct SchemaDocument: Sendable {
  package let options: SchemaOptions
  package let registry: SchemaRegistry
  /// Whether the text of the schema and the options say all that it means.
  package let standsAlone: Bool
  package private(set) var root = SchemaNodeID(0)
  /// All roots, of which `root` is the first. Nothing of one refers to another, but they may share parts.
  package private(set) var roots: [SchemaNodeID] = []
  /// Parts of the roots that mean the same wherever they stand, see `SchemaPart`.
  var parts: [Int: SchemaPart] = [:]

  var nodes: [SchemaNode] = []
  var resources: [SchemaResource] = []
  /// By URI without fragment.
  var resourcesByURI: [ResourceName: SchemaResourceID] = [:]
  /// What `reference` found for pointers.
  var pointerReferences: [PointerReference: Reference] = [:]
  /// URIs and `URI#anchor`s that name several different subschemas.
  var ambiguous: Set<ResourceName> = []
  /// The ids of the places below each of `nodes`, by position in its object or array; -1 for places without one, and
  /// empty before the first has one.
  private var children: [ContiguousArray<Int32>] = []
  /// See `twin(of:)`: by place, -1 while unknown.
  var twins: ContiguousArray<Int32> = []
  /// The first place of those that begin alike.
  var placesByBeginning: [SchemaDigest: SchemaNodeID] = [:]
  /// Beginnings that several places have; all of these are in `placesByDigest`.
  var placesBegunAlike: Set<SchemaDigest> = []
  var placesByDigest: [SchemaDigest: [SchemaNodeID]] = [:]

  /// - Parameter uri: where the schema was found; the base for a relative `$id` and relative references.
  /// - Throws: `notASchema`, `unknownMetaschema`, `unknownVocabulary`, or `invalidKeyword` for a `$schema`.
  package init(
    _ schema: JSONValue, uri: String = "", registry: SchemaRegistry = SchemaRegistry(),
    options: SchemaOptions = SchemaOptions()
  ) throws(SchemaError) {
    self.options = options
    self.registry = registry
    standsAlone = registry.isEmpty && uri.isEmpty
    let resource = try add(schema, uri: URIReference(uri), inherited: Dialect(options.defaultDraft), family: 0)
    root = self[resource].root
    roots = [root]
  }

  /// Adds a schema of its own beside the others, read with the same options.
  mutating func addRoot(_ schema: JSONValue) throws(SchemaError) -> SchemaNodeID {
    let resource = try add(
      schema, uri: URIReference(""), inherited: Dialect(options.defaultDraft), family: Int32(roots.count))
    roots.append(self[resource].root)
    return self[resource].root
  }

  /// Whether no place has an identity, the roots included, and nothing of another document is referred to, so that what
  /// stands somewhere means the same elsewhere.
  var isFreeOfIdentifiers: Bool {
    resources.count == roots.count
      && resources.allSatisfy {
        $0.uri.description.isEmpty && $0.anchors.isEmpty && $0.dynamicAnchors.isEmpty && !$0.hasRecursiveAnchor
      }
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
    switch self[parent].value {
    case .object(let object):
      guard let position = object.position(of: token) else { return nil }
      return child(of: parent, position, of: object.count, token) { object.members[position].value }
    case .array(let items):
      guard let position = JSONPointer.index(token.text), position < items.count else { return nil }
      return child(of: parent, position, of: items.count, token) { items[position] }
    case .null, .bool, .number, .string: return nil
    }
  }

  /// The place of a member of the object that stands at a place.
  mutating func member(_ position: Int, of object: JSONObject, at parent: SchemaNodeID) -> SchemaNodeID {
    let member = object.members[position]
    return child(of: parent, position, of: object.count, member.key) { member.value }
  }

  /// The place of an item of the array that stands at a place.
  mutating func item(_ position: Int, of items: [JSONValue], at parent: SchemaNodeID) -> SchemaNodeID {
    child(of: parent, position, of: items.count, ExactString(String(position))) { items[position] }
  }

  private mutating func child(
    of parent: SchemaNodeID, _ position: Int, of count: Int, _ token: @autoclosure () -> ExactString,
    _ value: () -> JSONValue
  ) -> SchemaNodeID {
    while children.count < nodes.count { children.append([]) }
    if children[Int(parent.index)].isEmpty {
      children[Int(parent.index)] = ContiguousArray(repeating: -1, count: count)
    }
    let known = children[Int(parent.index)][position]
    if known >= 0 { return SchemaNodeID(Int(known)) }
    let id = SchemaNodeID(nodes.count)
    nodes.append(
      SchemaNode(parent: parent, token: token(), value: value(), resource: self[parent].resource))
    children[Int(parent.index)][position] = id.index
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
