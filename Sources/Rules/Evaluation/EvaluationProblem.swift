/// Why an expression has no value.
package enum EvaluationProblem: Error, Sendable, Hashable, CustomStringConvertible {
  case undeclared(String)
  case noOverload(function: String, types: [String])
  case unboundFunction(String)
  case overflow(String)
  case divisionByZero
  case moduloByZero
  case noSuchKey(String)
  case noSuchField(String, type: String)
  case indexOutOfRange(String, count: Int)
  case unsupportedIndex(type: String)
  case unsupportedKey(type: String)
  case repeatedKey(String)
  /// A value that a type's range or notation does not have.
  case conversion(from: String, to: String)
  case outOfRange(String)
  case invalidUTF8
  case invalidTimestamp(String)
  case invalidDuration(String)
  case unknownTimeZone(String)
  case invalidPattern(String, reason: String)
  case patternLimit(String)
  case invalidArgument(function: String, reason: String)
  case emptyOptional
  case notBoolean(type: String)
  case costLimit(Int)
  /// The task that evaluates was cancelled.
  case cancelled

  /// Whether the evaluation must end here: a lazy operator does not recover from it.
  var isFinal: Bool {
    switch self {
    case .costLimit, .cancelled: true
    default: false
    }
  }

  package var description: String {
    switch self {
    case .undeclared(let name): "undeclared reference to '\(name)'"
    case .noOverload(let function, let types): "no overload of '\(function)' takes (\(types.joined(separator: ", ")))"
    case .unboundFunction(let name): "unknown function '\(name)'"
    case .overflow(let type): "\(type) overflow"
    case .divisionByZero: "division by zero"
    case .moduloByZero: "modulus by zero"
    case .noSuchKey(let key): "no such key: \(key)"
    case .noSuchField(let field, let type): "\(type) has no field '\(field)'"
    case .indexOutOfRange(let index, let count): "index \(index) is outside of \(count) elements"
    case .unsupportedIndex(let type): "\(type) is no index"
    case .unsupportedKey(let type): "\(type) is no type of key"
    case .repeatedKey(let key): "key \(key) stands twice"
    case .conversion(let value, let type): "\(value) cannot be converted to \(type)"
    case .outOfRange(let type): "\(type) out of range"
    case .invalidUTF8: "the bytes are not UTF-8"
    case .invalidTimestamp(let text): "'\(text)' is no RFC 3339 timestamp"
    case .invalidDuration(let text): "'\(text)' is no duration"
    case .unknownTimeZone(let name): "unknown time zone '\(name)'"
    case .invalidPattern(let pattern, let reason): "'\(pattern)' is no pattern: \(reason)"
    case .patternLimit(let pattern): "the search for '\(pattern)' took too many steps"
    case .invalidArgument(let function, let reason): "\(function): \(reason)"
    case .emptyOptional: "the optional has no value"
    case .notBoolean(let type): "\(type) is no condition"
    case .costLimit(let limit): "the cost exceeds the limit of \(limit)"
    case .cancelled: "the evaluation was cancelled"
    }
  }
}
