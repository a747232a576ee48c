import JSON

extension SchemaError {
  /// The place in the schema that the error is about; nil when it is about a number or a document as a whole.
  package var location: SchemaLocation? {
    switch self {
    case .notASchema(let place, _), .invalidKeyword(let place, _), .unresolvableReference(let place, _),
      .ambiguousReference(let place, _), .invalidPattern(let place, _, _, _), .unsupportedPattern(let place, _, _),
      .patternLimit(let place, _), .digitLimit(let place, _), .referenceCycle(let place),
      .unsupportedKeyword(let place), .unsatisfiable(let place, _), .tooComplex(let place, _):
      place
    case .unknownMetaschema, .unknownVocabulary:
      SchemaLocation(documentURI: "", pointer: JSONPointer(["$schema"]))
    case .depthLimit, .limit, .numberOutOfRange, .invalidDocument: nil
    }
  }

  /// A stable name of the kind of error.
  package var code: String {
    switch self {
    case .notASchema: "not-a-schema"
    case .invalidKeyword: "invalid-keyword"
    case .unresolvableReference: "unresolvable-reference"
    case .ambiguousReference: "ambiguous-reference"
    case .unknownMetaschema: "unknown-metaschema"
    case .unknownVocabulary: "unknown-vocabulary"
    case .invalidPattern: "invalid-pattern"
    case .unsupportedPattern: "unsupported-pattern"
    case .patternLimit: "pattern-limit"
    case .digitLimit: "digit-limit"
    case .referenceCycle: "reference-cycle"
    case .depthLimit: "depth-limit"
    case .unsupportedKeyword: "unsupported-keyword"
    case .unsatisfiable: "unsatisfiable"
    case .tooComplex: "too-complex"
    case .limit: "work-limit"
    case .numberOutOfRange: "number-out-of-range"
    case .invalidDocument: "invalid-document"
    }
  }
}
