package import JSON

/// Why a checkpoint's files cannot be read as tensors.
package enum TensorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A system call on a file failed; `code` is errno's value.
  case fileUnreadable(path: String, code: Int32)
  case fileUnwritable(path: String, code: Int32)
  /// Neither `model.safetensors` nor `model.safetensors.index.json` stands in the directory.
  case noCheckpoint(directory: String)
  case invalidHeader(file: String, HeaderFault)
  case invalidIndex(file: String, IndexFault)
  case invalidGGUF(file: String, GGUFFault)
  case missingTensor(name: String)
  case unsupportedType(tensor: String, type: ElementType)
  case wrongShape(tensor: String, expected: [Int], found: [Int])

  /// What is wrong with the header of a safetensors file.
  package enum HeaderFault: Error, Sendable, Hashable {
    /// The file has fewer bytes than the length field and the header that it announces.
    case truncated(fileBytes: Int)
    case tooLong(headerBytes: UInt64, limit: Int)
    case notJSON(JSONParseError)
    case notAnObject
    /// A member of an entry is missing or has the wrong JSON type.
    case invalidEntry(tensor: String, member: String)
    case unknownType(tensor: String, type: String)
    /// The product of the shape and the size of an element is not the number of bytes, or does not fit an integer.
    case sizeMismatch(tensor: String, shape: [Int], bytes: Int)
    case offsetsOutOfRange(tensor: String, begin: Int, end: Int, dataBytes: Int)
    /// Two tensors share bytes.
    case overlap(first: String, second: String)
    /// Bytes that belong to no tensor, which the format forbids.
    case gap(at: Int, bytes: Int)
  }

  /// What is wrong with an index of shards.
  package enum IndexFault: Error, Sendable, Hashable {
    case notJSON(JSONParseError)
    case noWeightMap
    /// A shard must be a plain file name beside the index.
    case invalidShardName(tensor: String)
    case tensorNotInShard(tensor: String, shard: String)
  }

  package var description: String {
    switch self {
    case .fileUnreadable(let path, let code): "cannot read \(path): \(SystemMessage.of(code))"
    case .fileUnwritable(let path, let code): "cannot write \(path): \(SystemMessage.of(code))"
    case .noCheckpoint(let directory):
      "no model.safetensors and no model.safetensors.index.json in \(directory)"
    case .invalidHeader(let file, let fault): "\(file) is not a valid safetensors file: \(fault)"
    case .invalidIndex(let file, let fault): "\(file) is not a valid index of shards: \(fault)"
    case .invalidGGUF(let file, let fault): "\(file) is not a valid GGUF file: \(fault)"
    case .missingTensor(let name): "the checkpoint has no tensor \(name)"
    case .unsupportedType(let tensor, let type):
      "tensor \(tensor) has type \(type.rawValue); supported are F32, BF16 and F16"
    case .wrongShape(let tensor, let expected, let found):
      "tensor \(tensor) has shape \(found), expected \(expected)"
    }
  }
}

extension TensorError.HeaderFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated(let bytes): "the header is cut short in a file of \(bytes) bytes"
    case .tooLong(let bytes, let limit): "a header of \(bytes) bytes is above the limit of \(limit)"
    case .notJSON(let error): "the header is not JSON (\(error))"
    case .notAnObject: "the header is not a JSON object"
    case .invalidEntry(let tensor, let member): "tensor \(tensor) has no valid \"\(member)\""
    case .unknownType(let tensor, let type): "tensor \(tensor) has the unknown type \(type)"
    case .sizeMismatch(let tensor, let shape, let bytes):
      "tensor \(tensor) of shape \(shape) cannot have \(bytes) bytes"
    case .offsetsOutOfRange(let tensor, let begin, let end, let dataBytes):
      "tensor \(tensor) lies at \(begin)..<\(end), outside the \(dataBytes) bytes of data"
    case .overlap(let first, let second): "tensors \(first) and \(second) overlap"
    case .gap(let offset, let bytes): "\(bytes) bytes of data at \(offset) belong to no tensor"
    }
  }
}

extension TensorError.IndexFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notJSON(let error): "it is not JSON (\(error))"
    case .noWeightMap: "it has no \"weight_map\" object"
    case .invalidShardName(let tensor): "the shard of tensor \(tensor) is not a plain file name"
    case .tensorNotInShard(let tensor, let shard): "tensor \(tensor) is not in \(shard)"
    }
  }
}
