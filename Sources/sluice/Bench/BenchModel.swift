import Glibc
import Qwen2

/// The directory that is measured: one that is named, or one of random weights that lives as long as this.
final class BenchModel {
  let directory: String
  private let isTemporary: Bool
  private static let tokenizer = "tokenizer.json"

  init(directory: String) {
    self.directory = directory
    isTemporary = false
  }

  /// Random weights of a published shape beside a tokenizer's file.
  init(_ shape: Qwen2Config.Shape, tokenizer: String) throws {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array((parent + "/sluice-bench-XXXXXX").utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { unsafe mkdtemp($0.baseAddress!) }
    guard unsafe made != nil else {
      throw InputFile.Failure.unwritable(path: parent, reason: unsafe String(cString: strerror(errno)))
    }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    isTemporary = true
    try InputFile.write(try InputFile.text(tokenizer), to: directory + "/" + Self.tokenizer)
    try RandomCheckpoint.write(shape, to: directory)
  }

  deinit {
    guard isTemporary else { return }
    for name in [Self.tokenizer, "config.json", "model.safetensors"] { _ = unsafe unlink(directory + "/" + name) }
    unsafe rmdir(directory)
  }
}
