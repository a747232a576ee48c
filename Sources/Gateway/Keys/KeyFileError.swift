package import JSON

/// Why a file of keys can't be used.
package enum KeyFileError: Error, Sendable, Hashable, CustomStringConvertible {
  case file(FileError)
  case notJSON(path: String, JSONParseError)
  case malformed(path: String, GatewayError)
  /// No key has this id or name.
  case unknown(String)
  case ambiguous(String, ids: [String])

  package var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .notJSON(let path, let error): "\(path) is not JSON: \(error)"
    case .malformed(let path, let error): "\(path): \(error.message)"
    case .unknown(let text): "there is no key '\(text)'"
    case .ambiguous(let text, let ids): "several keys are called '\(text)': \(ids.joined(separator: ", "))"
    }
  }
}
