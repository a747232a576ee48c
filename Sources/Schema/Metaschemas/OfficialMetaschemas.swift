import JSON
import Synchronization

/// The metaschemas of all drafts, parsed when they are first asked for.
enum OfficialMetaschemas {
  private static let texts: [String: String] = [
    Draft4Metaschema.documents, Draft6Metaschema.documents, Draft7Metaschema.documents, Draft2019Metaschema.documents,
    Draft2020Metaschema.documents,
  ].reduce(into: [:]) { all, documents in all.merge(documents) { first, _ in first } }

  private static let parsed = Mutex<[String: JSONValue]>([:])

  /// The document at `uri` (without fragment), nil when it is none of the official ones.
  static func document(_ uri: String) throws(SchemaError) -> JSONValue? {
    if let known = parsed.withLock({ $0[uri] }) { return known }
    guard let text = texts[uri] else { return nil }
    do throws(JSONParseError) {
      let document = try JSONParser.parse(text)
      parsed.withLock { $0[uri] = document }
      return document
    } catch {
      throw .invalidDocument(uri: uri, error)
    }
  }
}
