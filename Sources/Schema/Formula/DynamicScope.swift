import Automata
import JSON

/// An interned set of dynamic anchors that the way to a schema has passed.
struct ScopeID: Hashable {
  let index: Int32

  /// No resource with an anchor has been entered.
  static let empty = ScopeID(index: 0)
}

/// What dynamic references can see of the resources that the way to a schema has entered: of each anchor the outermost
/// schema. That is all that tells two such ways apart, so there are few scopes.
struct DynamicScope: Hashable {
  /// Targets of `$dynamicRef` by anchor.
  var anchors: [ExactString: SchemaNodeID] = [:]
  /// Target of `$recursiveRef`.
  var recursive: SchemaNodeID?
}

/// A schema with the scope in which its dynamic references are resolved.
struct ScopedSchema: InternedKey {
  let node: SchemaNodeID
  let scope: ScopeID

  func mix(into mixer: inout KeyMixer) { mixer.add(node.index, scope.index) }
}

/// All dynamic scopes, interned.
struct ScopeTable {
  private var scopes: [DynamicScope] = [DynamicScope()]
  private var ids: [DynamicScope: ScopeID] = [DynamicScope(): .empty]
  private var entered: [Entry: ScopeID] = [:]

  private struct Entry: InternedKey {
    let resource: SchemaResourceID
    let scope: ScopeID

    func mix(into mixer: inout KeyMixer) { mixer.add(resource.index, scope.index) }
  }

  subscript(id: ScopeID) -> DynamicScope { scopes[Int(id.index)] }

  /// The scope inside a resource that is entered from `scope`.
  mutating func entering(_ id: SchemaResourceID, _ scope: ScopeID, of document: borrowing SchemaDocument) -> ScopeID {
    let resource = document[id]
    if resource.dynamicAnchors.isEmpty, !resource.hasRecursiveAnchor { return scope }
    let entry = Entry(resource: id, scope: scope)
    if let known = entered[entry] { return known }
    var inner = scopes[Int(scope.index)]
    // The outermost anchor counts.
    inner.anchors.merge(resource.dynamicAnchors) { outer, _ in outer }
    if inner.recursive == nil, resource.hasRecursiveAnchor { inner.recursive = resource.root }
    let result = ids[inner] ?? ScopeID(index: Int32(scopes.count))
    if ids[inner] == nil {
      scopes.append(inner)
      ids[inner] = result
    }
    entered[entry] = result
    return result
  }
}
