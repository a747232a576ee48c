public import JSON

/// A place in a schema document.
public struct SchemaLocation: Sendable, Hashable, CustomStringConvertible {
  /// The document's URI without fragment; empty when nothing gives it one.
  public let documentURI: String
  /// From the document's root.
  public let pointer: JSONPointer

  public init(documentURI: String, pointer: JSONPointer) {
    self.documentURI = documentURI
    self.pointer = pointer
  }

  public func appending(_ token: ExactString) -> SchemaLocation {
    SchemaLocation(documentURI: documentURI, pointer: pointer.appending(token))
  }

  /// `https://example.com/a.json#/properties/b`
  public var description: String { documentURI + "#" + pointer.description }
}
