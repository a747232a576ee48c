public import JSON

/// The documents that references may reach, by absolute URI. Nothing is ever fetched.
public struct SchemaRegistry: Sendable {
  private var documents: [String: JSONValue] = [:]

  /// A registry with the official metaschemas only; they are always there.
  public init() {}

  /// Whether it has the official metaschemas only.
  package var isEmpty: Bool { documents.isEmpty }

  /// Makes `document` reachable as `uri`, whatever identifier it has itself. Replaces an earlier one.
  public mutating func add(_ document: JSONValue, uri: String) {
    documents[Self.key(URIReference(uri))] = document
  }

  /// - Throws: `invalidDocument`, when the text of a built-in document is no JSON.
  func document(_ uri: URIReference) throws(SchemaError) -> JSONValue? {
    let key = Self.key(uri)
    if let document = documents[key] { return document }
    return try OfficialMetaschemas.document(key)
  }

  private static func key(_ uri: URIReference) -> String { uri.withoutFragment.description }
}
