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
    case unexpectedContent(path: String, expected: String)

    var description: String {
      switch self {
      case .unreadable(let path, let reason): "can't read \(path): \(reason)"
      case .notJSON(let path, let error): "\(path): \(error)"
      case .notUTF8(let path): "\(path): not UTF-8"
      case .unwritable(let path, let reason): "can't write \(path): \(reason)"
      case .unexpectedContent(let path, let expected): "\(path): expected \(expected)"
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

  static func text(_ path: String) throws(Failure) -> String {
    guard let text = String(validating: try bytes(path), as: UTF8.self) else { throw .notUTF8(path: path) }
    return text
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

  /// The values of a file with one JSON text a line.
  static func jsonLines(_ path: String) throws(Failure) -> [JSONValue] {
    var values: [JSONValue] = []
    for (index, line) in try lines(path).enumerated() {
      do throws(JSONParseError) {
        values.append(try JSONParser.parse(bytes: line))
      } catch {
        throw .notJSON(path: "\(path), line \(index + 1)", error)
      }
    }
    return values
  }

  /// All indices below `count`, ordered so that any number of the first ones lies spread over the whole, beginning with
  /// `wanted` at even distances.
  static func spread(_ count: Int, over wanted: Int) -> [Int] {
    let distance = max(1, count / max(1, wanted))
    return (0..<distance).flatMap { start in stride(from: start, to: count, by: distance) }
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
