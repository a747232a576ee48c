import Glibc
import JSON
import Testing

enum TestFile {
  static func json(_ path: String) throws -> JSONValue {
    let file = try #require(unsafe fopen(path, "r"), "missing: \(path)")
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
