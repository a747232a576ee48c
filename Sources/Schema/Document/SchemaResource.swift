package import JSON

/// A schema with an identity of its own: a document's root, or a subschema with `$id`.
package struct SchemaResource: Sendable {
  /// Absolute where anything gave it a base; never with a fragment.
  package let uri: URIReference
  /// The schema in which references find it by its URI: number of one of a document's roots.
  let family: Int32
  package let root: SchemaNodeID
  package let dialect: Dialect
  /// `$anchor`, `$dynamicAnchor` and, up to draft 7, fragments of `$id`.
  package internal(set) var anchors: [ExactString: SchemaNodeID] = [:]
  package internal(set) var dynamicAnchors: [ExactString: SchemaNodeID] = [:]
  /// Whether the root has `$recursiveAnchor: true` (2019-09).
  package internal(set) var hasRecursiveAnchor = false
}
