public import JSON

/// What becomes of one keyword of a schema.
public struct KeywordEntry: Sendable, Hashable {
  /// Why a keyword says nothing of values.
  public enum AnnotationReason: String, Sendable, Hashable {
    /// It describes, as `title` and `default` do.
    case metadata
    /// It names or holds schemas.
    case structure
    /// No draft defines it.
    case unknownKeyword = "unknown-keyword"
    /// Another draft than the schema's defines it.
    case otherDraft = "other-draft"
    /// The metaschema switches its vocabulary off.
    case vocabularyOff = "vocabulary-off"
    /// Up to draft 7 a `$ref` hides what stands beside it.
    case besideReference = "beside-reference"
    /// It says nothing with this value, or without a companion that is missing.
    case idle
    /// `format` is not an assertion here.
    case formatNotAsserted = "format-not-asserted"
    /// No draft defines this format.
    case unknownFormat = "unknown-format"
    /// No value can come to the schema that it stands in: nothing refers to it.
    case unreachable
  }

  public enum Status: Sendable, Hashable {
    /// The masks let through exactly what it admits.
    case masked
    /// The masks let through all that it admits, and some of what it does not; that is found when a token is taken, and
    /// another one is chosen.
    case guarded
    case annotation(AnnotationReason)
    /// The schema is refused because of it.
    case refused(SchemaError)

    /// `masked`, `guarded`, `annotation` or `refused`.
    public var name: String {
      switch self {
      case .masked: "masked"
      case .guarded: "guarded"
      case .annotation: "annotation"
      case .refused: "refused"
      }
    }
  }

  /// Of the keyword itself.
  public let location: SchemaLocation
  public let keyword: ExactString
  public let status: Status
}
