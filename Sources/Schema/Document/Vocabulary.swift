/// Sets of keywords that a metaschema of 2019-09 or later switches on (`$vocabulary`).
package struct Vocabulary: OptionSet, Hashable, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let core = Vocabulary(rawValue: 1)
  package static let applicator = Vocabulary(rawValue: 2)
  package static let unevaluated = Vocabulary(rawValue: 4)
  package static let validation = Vocabulary(rawValue: 8)
  package static let metadata = Vocabulary(rawValue: 16)
  package static let formatAnnotation = Vocabulary(rawValue: 32)
  package static let formatAssertion = Vocabulary(rawValue: 64)
  package static let content = Vocabulary(rawValue: 128)

  /// What the official metaschemas switch on.
  package static let standard: Vocabulary = [
    .core, .applicator, .unevaluated, .validation, .metadata, .formatAnnotation, .content,
  ]

  /// Nil for a URI that names no official vocabulary.
  init?(uri: String) {
    switch uri {
    case "https://json-schema.org/draft/2019-09/vocab/core", "https://json-schema.org/draft/2020-12/vocab/core":
      self = .core
    // In 2019-09 the unevaluated* keywords are part of the applicators.
    case "https://json-schema.org/draft/2019-09/vocab/applicator": self = [.applicator, .unevaluated]
    case "https://json-schema.org/draft/2020-12/vocab/applicator": self = .applicator
    case "https://json-schema.org/draft/2020-12/vocab/unevaluated": self = .unevaluated
    case "https://json-schema.org/draft/2019-09/vocab/validation",
      "https://json-schema.org/draft/2020-12/vocab/validation":
      self = .validation
    case "https://json-schema.org/draft/2019-09/vocab/meta-data",
      "https://json-schema.org/draft/2020-12/vocab/meta-data":
      self = .metadata
    case "https://json-schema.org/draft/2019-09/vocab/format",
      "https://json-schema.org/draft/2020-12/vocab/format-annotation":
      self = .formatAnnotation
    case "https://json-schema.org/draft/2020-12/vocab/format-assertion": self = .formatAssertion
    case "https://json-schema.org/draft/2019-09/vocab/content", "https://json-schema.org/draft/2020-12/vocab/content":
      self = .content
    default: return nil
    }
  }
}
