/// A command that was called wrongly.
enum UsageError: Error, CustomStringConvertible {
  case unknownCommand(String)
  case unknownOption(String)
  case missingOption(String)
  case missingValue(option: String)
  case unexpectedValue(option: String)
  case invalidValue(option: String, given: String, expected: String)
  case missingPosition(String)
  case unexpectedPosition(String)
  case conflictingOptions(String, String)
  /// Everybody who reaches the host could ask.
  case openToAll(host: String)
  /// No model was named, and none is bundled.
  case noModel

  var description: String {
    switch self {
    case .unknownCommand(let name): "unknown command \(name)"
    case .unknownOption(let name): "unknown option \(name)"
    case .missingOption(let name): "\(name) is needed"
    case .missingValue(let option): "\(option) needs a value"
    case .unexpectedValue(let option): "\(option) takes no value"
    case .invalidValue(let option, let given, let expected): "\(option) is \(given), and should be \(expected)"
    case .missingPosition(let name): "\(name) is needed"
    case .unexpectedPosition(let word): "unexpected argument \(word)"
    case .conflictingOptions(let first, let second): "\(first) and \(second) can't be combined"
    case .openToAll(let host):
      "\(host) is not an address of the loopback interface: name API keys with --keys, or say --allow-anonymous"
    case .noModel:
      "there is no Models/bundled beside the executable or above it; name a model with --model or SLUICE_MODEL"
    }
  }
}
