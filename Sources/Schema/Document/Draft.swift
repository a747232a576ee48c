/// The versions of JSON Schema that Sluice enforces, oldest first.
public enum Draft: Int, Sendable, Hashable, Comparable, CaseIterable {
  case draft4
  case draft6
  case draft7
  case draft2019
  case draft2020

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The metaschema's URI, without the empty fragment that the older ones have in `$schema`.
  public var metaschemaURI: String {
    switch self {
    case .draft4: "http://json-schema.org/draft-04/schema"
    case .draft6: "http://json-schema.org/draft-06/schema"
    case .draft7: "http://json-schema.org/draft-07/schema"
    case .draft2019: "https://json-schema.org/draft/2019-09/schema"
    case .draft2020: "https://json-schema.org/draft/2020-12/schema"
    }
  }

  /// The draft that a `$schema` value names. Authors write the older URIs with https and without the `#` as well.
  init?(metaschema uri: URIReference) {
    var uri = uri.withoutFragment
    let spellings: [URIReference] =
      switch uri.scheme {
      case "http", "https":
        ["http", "https"].map {
          uri.scheme = $0
          return uri
        }
      default: []
      }
    guard
      let draft = Draft.allCases.first(where: { draft in spellings.contains { $0.description == draft.metaschemaURI } })
    else { return nil }
    self = draft
  }
}
