public import Automata
public import JSON

/// Why a schema cannot be used, or an instance cannot be judged by it.
public enum SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A schema must be an object or a boolean; `found` is the JSON type that stands there.
  case notASchema(SchemaLocation, found: String)
  /// A keyword's value has not the form that its specification asks for, given in words.
  case invalidKeyword(SchemaLocation, expected: String)
  /// No document, identifier or place answers to the reference.
  case unresolvableReference(SchemaLocation, uri: String)
  /// Two different subschemas carry the identifier that a reference names.
  case ambiguousReference(SchemaLocation, uri: String)
  /// `$schema` names a metaschema that is neither official nor in the registry.
  case unknownMetaschema(uri: String)
  /// The metaschema requires a vocabulary that Sluice does not know.
  case unknownVocabulary(uri: String, metaschema: String)
  /// Not an ECMA-262 regular expression; `offset` counts code points.
  case invalidPattern(SchemaLocation, pattern: String, reason: String, offset: Int)
  /// A regular expression that is correct but beyond what the matcher takes.
  case unsupportedPattern(SchemaLocation, pattern: String, reason: String)
  /// Matching the pattern against a string of the instance was given up.
  case patternLimit(SchemaLocation, pattern: String)
  /// A number in the schema has more significant digits than the limit.
  case digitLimit(SchemaLocation, limit: Int)
  /// References lead back to the subschema without consuming anything of the instance.
  case referenceCycle(SchemaLocation)
  /// Schema and instance nest deeper than the limit when taken together.
  case depthLimit(Int)
  /// A keyword that constrains values and that the masks can't enforce. The schema is refused, never weakened.
  case unsupportedKeyword(SchemaLocation)
  /// No value is valid for the schema at this place. `conflicting` are the keywords that contradict each other: without
  /// any one of them some value would be valid. Empty when the search for them was given up.
  case unsatisfiable(SchemaLocation, conflicting: [SchemaLocation])
  /// A question about the schema took more steps than the limit allows.
  case tooComplex(SchemaLocation, question: String)
  /// Compiling the schema, or a question about it later, ran into a limit.
  case limit(WorkLimit)
  /// A number whose exponent is beyond what bounds and constants may have.
  case numberOutOfRange(JSONNumber)
  /// A document in the registry is no JSON.
  case invalidDocument(uri: String, JSONParseError)

  public var description: String {
    switch self {
    case .notASchema(let place, let found): "\(place): a schema is an object or a boolean, not \(found)"
    case .invalidKeyword(let place, let expected): "\(place): expected \(expected)"
    case .unresolvableReference(let place, let uri): "\(place): nothing is found at \(uri)"
    case .ambiguousReference(let place, let uri): "\(place): several subschemas are identified by \(uri)"
    case .unknownMetaschema(let uri): "unknown metaschema \(uri)"
    case .unknownVocabulary(let uri, let metaschema): "metaschema \(metaschema) requires the unknown vocabulary \(uri)"
    case .invalidPattern(let place, let pattern, let reason, _): "\(place): invalid pattern \(pattern): \(reason)"
    case .unsupportedPattern(let place, let pattern, let reason): "\(place): pattern \(pattern): \(reason)"
    case .patternLimit(let place, let pattern): "\(place): matching \(pattern) took too many steps"
    case .digitLimit(let place, let limit): "\(place): a number with more than \(limit) significant digits"
    case .referenceCycle(let place): "\(place): references lead back here for the same instance"
    case .depthLimit(let limit): "schema and instance nest deeper than \(limit) levels"
    case .unsupportedKeyword(let place): "\(place): the masks can't enforce this keyword"
    case .unsatisfiable(let place, let conflicting):
      "\(place): no value is valid for this schema" + Self.list(conflicting)
    case .tooComplex(let place, let question): "\(place): the question of \(question) took too many steps"
    case .limit(let limit): "the schema is too complex: \(limit)"
    case .numberOutOfRange(let number): "the exponent of \(number) is out of range"
    case .invalidDocument(let uri, let error): "document \(uri): \(error)"
    }
  }

  private static func list(_ conflicting: [SchemaLocation]) -> String {
    if conflicting.isEmpty { return "" }
    let shown = conflicting.prefix(8).map(\.description).joined(separator: ", ")
    let rest = conflicting.count > 8 ? " and \(conflicting.count - 8) more" : ""
    return conflicting.count == 1 ? "; \(shown) admits none" : "; these conflict: \(shown)\(rest)"
  }
}

extension SchemaError {
  /// What an automaton could not answer about the schema at a place.
  init(_ error: AutomatonError, at place: @autoclosure () -> SchemaLocation) {
    switch error {
    case .limit(let limit): self = .limit(limit)
    case .fuelExhausted, .unsupported: self = .tooComplex(place(), question: error.subject)
    }
  }
}
