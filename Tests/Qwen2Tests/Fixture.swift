import Glibc
import JSON
import Tensors
import Testing

/// A small checkpoint of `Fixtures`, made by `python/fixtures/checkpoints.py`, with the logits that
/// `transformers` computed for it.
struct Fixture: Sendable, CustomTestStringConvertible {
  static let all = [
    "tied-f32", "tied-bf16", "untied-f32-sharded", "untied-bf16", "untied-f16", "qwen2-yarn-bf16",
    "qwen3-f32", "qwen3-bf16", "qwen3-f16", "llama-f32", "llama-bf16", "llama-f16", "llama3-f32", "llama-biased-f16",
  ].map { Fixture(name: $0) }

  let name: String
  var directory: String { Self.root + "/" + name }
  var testDescription: String { name }

  static let root = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Fixtures"

  /// The prompt's length in the script.
  static let promptTokens = 12

  func expected() throws -> (tokens: [Int32], logits: [Float]) {
    let file = try SafetensorsFile(path: directory + "/expected.safetensors")
    return (try file.values("tokens"), try file.values("logits"))
  }
}

extension SafetensorsFile {
  /// All values of a tensor whose elements are `Element`s.
  func values<Element: BitwiseCopyable>(_ name: String) throws -> [Element] {
    guard let tensor = tensor(name) else { throw TensorError.missingTensor(name: name) }
    precondition(tensor.type.size == MemoryLayout<Element>.size)
    return (0..<tensor.elementCount).map {
      unsafe tensor.bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Element>.size, as: Element.self)
    }
  }
}

/// A directory that is removed at the end of the test.
final class ScratchDirectory {
  let path: String

  init() throws {
    var template = Array("/tmp/sluice-test-XXXXXX".utf8CString)
    guard unsafe template.withUnsafeMutableBufferPointer({ unsafe mkdtemp($0.baseAddress!) }) != nil else {
      throw TensorError.fileUnreadable(path: "/tmp", code: errno)
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    guard let directory = unsafe opendir(path) else { return }
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { _ = unsafe unlink(path + "/" + name) }
    }
    unsafe closedir(directory)
    _ = unsafe rmdir(path)
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    guard let file = unsafe fopen(path + "/" + name, "w") else {
      throw TensorError.fileUnreadable(path: path + "/" + name, code: errno)
    }
    defer { unsafe fclose(file) }
    guard unsafe fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw TensorError.fileUnreadable(path: path + "/" + name, code: errno)
    }
  }

  /// Copies the files of a fixture.
  func copy(_ fixture: Fixture, _ names: String...) throws {
    for name in names { try write(name, try FileMapping.read(path: fixture.directory + "/" + name)) }
  }
}

/// A safetensors file of a header's text and data.
func safetensors(header: String, data: [UInt8] = []) -> [UInt8] {
  let length = UInt64(header.utf8.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + data
}
