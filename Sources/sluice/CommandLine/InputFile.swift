import Glibc
import JSON
import Tensors

/// Files named on the command line.
enum InputFile {
  /// Why a file can't be used.
  enum Failure: Error, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case notJSON(path: String, JSONParseError)
    case notUTF8(path: String)
    case unwritable(path: String, reason: String)

    var description: String {
      switch self {
      case .unreadable(let path, let reason): "can't read \(path): \(reason)"
      case .notJSON(let path, let error): "\(path): \(error)"
      case .notUTF8(let path): "\(path): not UTF-8"
      case .unwritable(let path, let reason): "can't write \(path): \(reason)"
      }
    }
  }

  static func bytes(_ path: String) throws(Failure) -> [UInt8] {
    do throws(TensorError) {
      return try FileMapping.read(path: path)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  static func json(_ path: String) throws(Failure) -> JSONValue {
    let bytes = try bytes(path)
    do throws(JSONParseError) {
      return try JSONParser.parse(bytes: bytes)
    } catch {
      throw .notJSON(path: path, error)
    }
  }

  /// Lines that are not empty.
  static func lines(_ path: String) throws(Failure) -> [[UInt8]] {
    try bytes(path).split(separator: UInt8(ascii: "\n")).map { Array($0) }
  }

  static func write(_ text: String, to path: String) throws(Failure) {
    guard let file = unsafe fopen(path, "w") else {
      throw .unwritable(path: path, reason: unsafe String(cString: strerror(errno)))
    }
    let bytes = Array(text.utf8)
    let written = unsafe fwrite(bytes, 1, bytes.count, file)
    let closed = unsafe fclose(file)
    if written != bytes.count || closed != 0 {
      throw .unwritable(path: path, reason: unsafe String(cString: strerror(errno)))
    }
  }
}
