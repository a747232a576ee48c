/// Something in a schema that is likely not meant as it stands, or that is good to know.
public struct LintNote: Sendable, Hashable {
  public enum Severity: String, Sendable, Hashable, Comparable {
    /// Nothing is wrong, but it is easily misread.
    case info
    /// The schema most likely does not say what its author means.
    case warning
    /// The schema is refused for it, or can't be right.
    case error

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .info: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  /// What kind of note it is. Raw values are stable.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// `nullable` of OpenAPI 3.0, which says nothing in JSON Schema.
    case nullable = "openapi-nullable"
    /// Other keywords of OpenAPI.
    case openAPIKeyword = "openapi-keyword"
    /// A `$ref` into `#/components/schemas`, which only an OpenAPI document has.
    case openAPIReference = "openapi-reference"
    /// `discriminator`, an annotation: the branches themselves have to differ.
    case discriminator
    /// The property that tells branches apart may be missing.
    case optionalTag = "optional-tag"
    /// A property with `const` and `default` that may be missing.
    case optionalConstant = "optional-constant"
    /// `exclusiveMinimum` or `exclusiveMaximum` with a boolean outside draft 4, or with a number in it.
    case exclusiveBound = "exclusive-bound"
    /// Keywords of draft 3.
    case draft3 = "draft-3"
    /// A name that is nearly a keyword's.
    case misspelt = "misspelt-keyword"
    /// A keyword that another draft defines.
    case otherDraft = "other-draft-keyword"
    /// `items` with an array in 2020-12.
    case itemsArray = "items-array"
    /// Keywords beside `$ref` up to draft 7.
    case besideReference = "beside-reference"
    /// Keywords for one type where other types are let through.
    case missingType = "missing-type"
    /// A keyword that can't apply to the type that `type` asks for.
    case otherType = "other-type"
    /// A keyword that says nothing without its companion.
    case idle = "idle-keyword"
    /// `required` names a key that `properties` does not have.
    case undeclaredRequired = "undeclared-required"
    case unknownFormat = "unknown-format"
    /// A pattern without `^` or `$`, which may be found anywhere in the string.
    case unanchoredPattern = "unanchored-pattern"
    /// What wrote the schema, by the looks of it.
    case generator
    /// A branch, property or value that can never be there.
    case deadBranch = "dead-branch"
    /// Whether a branch is dead could not be found out within the limits.
    case undecided
  }

  public let location: SchemaLocation
  public let code: Code
  public let severity: Severity
  public let message: String
}
