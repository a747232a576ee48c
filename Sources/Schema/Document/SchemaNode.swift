package import Automata
package import JSON

/// Index of a place in the documents that a `SchemaDocument` has read.
package struct SchemaNodeID: InternedKey, Sendable {
  let index: Int32

  init(_ index: Int) { self.index = Int32(index) }

  package func mix(into mixer: inout KeyMixer) { mixer.add(index) }
}

/// Index of a schema resource of a `SchemaDocument`.
package struct SchemaResourceID: Hashable, Sendable {
  let index: Int32

  init(_ index: Int) { self.index = Int32(index) }
}

/// A place in a schema document: mostly a schema, or one of the containers on the way to one (`properties`).
package struct SchemaNode: Sendable {
  /// Nil at a document's root.
  package let parent: SchemaNodeID?
  /// The last token of this place's pointer; empty at a root.
  package let token: ExactString
  package let value: JSONValue
  /// The nearest resource around this place, which gives the base URI and the dialect.
  package internal(set) var resource: SchemaResourceID

  /// The members of an object schema, nil for booleans.
  package var keywords: JSONObject? { value.objectValue }
}
