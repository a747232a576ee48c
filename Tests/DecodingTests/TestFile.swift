import Glibc
import JSON

enum TestFile {
  struct Missing: Error { let path: String }

  static func json(_ path: String) throws -> JSONValue {
    guard let file = unsafe fopen(path, "r") else { throw Missing(path: path) }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&block, 1, block.count, file)
      if count == 0 { break }
      bytes += block[..<count]
    }
    return try JSONParser.parse(bytes: bytes)
  }
}
