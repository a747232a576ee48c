/// What is wrong with a GGUF file.
package enum GGUFFault: Error, Sendable, Hashable, CustomStringConvertible {
  case noMagic
  /// Versions 2 and 3 are read.
  case unsupportedVersion(UInt32)
  /// Something ends behind the end of the file; `at` is where it begins.
  case truncated(at: Int)
  /// A number of things for which the file has no room.
  case tooMany(what: String, count: UInt64)
  case unknownValueType(key: String, type: UInt32)
  /// Arrays of arrays beyond this depth.
  case tooDeep(key: String, limit: Int)
  case duplicate(name: String)
  case invalidAlignment(UInt64)
  case unknownType(tensor: String, type: UInt32)
  /// A type that is known and not read.
  case unsupportedType(tensor: String, type: GGMLType)
  /// More than four dimensions, none, or an empty one.
  case invalidShape(tensor: String)
  /// Rows that are no whole blocks.
  case partialBlock(tensor: String, cols: Int, block: Int)
  case outOfRange(tensor: String)
  /// The metadata lacks what the model needs, or has it in another type.
  case missing(key: String)

  package var description: String {
    switch self {
    case .noMagic: "it does not begin with GGUF"
    case .unsupportedVersion(let version): "version \(version) is not supported"
    case .truncated(let place): "what begins at byte \(place) ends behind the end of the file"
    case .tooMany(let what, let count): "there is no room for \(count) \(what)"
    case .unknownValueType(let key, let type): "\(key) has the unknown type \(type)"
    case .tooDeep(let key, let limit): "\(key) has arrays in arrays beyond a depth of \(limit)"
    case .duplicate(let name): "\(name) comes twice"
    case .invalidAlignment(let value): "general.alignment cannot be \(value)"
    case .unknownType(let tensor, let type): "tensor \(tensor) has the unknown type \(type)"
    case .unsupportedType(let tensor, let type): "tensor \(tensor) has the type \(type), which is not supported"
    case .invalidShape(let tensor): "tensor \(tensor) has no valid shape"
    case .partialBlock(let tensor, let cols, let block):
      "tensor \(tensor) has rows of \(cols), which are no whole blocks of \(block)"
    case .outOfRange(let tensor): "tensor \(tensor) lies outside the file"
    case .missing(let key): "the metadata have no valid \(key)"
    }
  }
}
