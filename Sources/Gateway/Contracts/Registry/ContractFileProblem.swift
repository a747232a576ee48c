package import JSON

/// Why a file of a folder of contracts is not registered.
package struct ContractFileProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Reason: Sendable, Hashable {
    /// A `.json` file that is not at `<name>/<version>.json`.
    case stray
    case unreadable(FileError)
    case notJSON(JSONParseError)
    case refused(GatewayError)
  }

  package let path: String
  package let reason: Reason

  package var description: String {
    switch reason {
    case .stray: "\(path): contracts stand in <name>/<version>.json"
    case .unreadable(let error): "\(error)"
    case .notJSON(let error): "\(path): \(error)"
    case .refused(let error): "\(path): \(error.message)"
    }
  }
}
