package import CPUBackend
package import CUDABackend
package import JSON
package import Tensors

/// Why a model cannot be loaded or run.
package enum ModelError: Error, Sendable, Hashable, CustomStringConvertible {
  case tensors(TensorError)
  case backend(BackendError)
  case cuda(CUDAError)
  case invalidJSON(file: String, JSONParseError)
  /// A field of a configuration file is missing or not what it must be.
  case invalidField(file: String, field: String, expected: Expectation)
  /// A configuration asks for something that is not implemented; `value` is JSON text.
  case unsupported(file: String, field: String, value: String)
  /// `field` must be a multiple of `divisor`, which has value `by`.
  case notDivisible(field: String, value: Int, divisor: String, by: Int)
  /// A size of the model that is larger than any that is taken.
  case beyondLimit(file: String, size: String, value: Int, limit: Int)
  case invalidCapacity(requested: Int, limit: Int)
  /// The sequence has no room for the tokens: `needed` positions of `capacity`.
  case contextFull(capacity: Int, needed: Int)
  case tokenOutOfRange(token: Int32, vocabularySize: Int)
  case noTokens
  /// A checkpoint that is quantised cannot be rounded again.
  case alreadyQuantized(directory: String)
  /// The weights of a GGUF file are taken as they are.
  case notRounded(file: String)
  /// The GPU's kernels do not take attention heads of this width.
  case unsupportedHeadWidth(Int)

  /// A GPU has memory for `room` bytes of keys and values.
  case noRoomForCache(bytes: Int, room: Int)

  /// What a field must hold.
  package enum Expectation: String, Sendable, Hashable {
    case object = "a JSON object"
    case boolean = "a boolean"
    case string = "a string"
    case positiveInteger = "a positive 32-bit integer"
    case positiveNumber = "a positive number"
    case numberAboveOne = "a number above 1"
    case strings = "an array of strings"
    case tokens = "a token id or an array of token ids"
  }

  package var description: String {
    switch self {
    case .tensors(let error): error.description
    case .backend(let error): error.description
    case .cuda(let error): error.description
    case .invalidJSON(let file, let error): "\(file) is not JSON (\(error))"
    case .invalidField(let file, let field, let expected): "\(file): \"\(field)\" must be \(expected.rawValue)"
    case .unsupported(let file, let field, let value): "\(file): \"\(field)\" of \(value) is not supported"
    case .notDivisible(let field, let value, let divisor, let by):
      "\(field) (\(value)) must be a multiple of \(divisor) (\(by))"
    case .beyondLimit(let file, let size, let value, let limit):
      "\(file): a \(size) of \(value) is not supported, \(limit) is the most"
    case .invalidCapacity(let requested, let limit): "a capacity of \(requested) tokens is not within 1...\(limit)"
    case .contextFull(let capacity, let needed):
      "the context is full: \(needed) tokens are needed, \(capacity) fit"
    case .tokenOutOfRange(let token, let size): "token \(token) is outside the vocabulary of \(size)"
    case .alreadyQuantized(let directory): "\(directory) is quantised already"
    case .notRounded(let file): "the weights of \(file) are taken as they are: a GGUF file cannot be rounded again"
    case .unsupportedHeadWidth(let width): "heads of \(width) are not supported on a GPU"
    case .noRoomForCache(let bytes, let room):
      "the GPU has room for \(room >> 20) MiB of keys and values, and \(bytes >> 20) MiB are asked for"
    case .noTokens: "there are no tokens to run the model on"
    }
  }
}
