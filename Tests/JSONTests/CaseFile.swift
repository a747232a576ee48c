import Glibc
import JSON

/// A file of `Cases/`.
enum CaseFile {
  struct Unreadable: Error { let path: String }

  static func read(_ name: String) throws -> JSONValue {
    let path = String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/")!)) + "/Cases/" + name
    guard let file = unsafe fopen(path, "r") else { throw Unreadable(path: path) }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return try JSONParser.parse(bytes: bytes)
  }
}
