import Glibc
import JSON

/// Files that the tests read: cases beside them, and the shared data that is no part of the package.
enum TestFiles {
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) is missing: set SLUICE_TEST_DATA to the folder with the shared test data" }
  }

  private static let folder = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")

  static func cases(_ name: String) throws -> JSONValue {
    try JSONParser.parse(bytes: bytes("\(folder)/Cases/\(name)"))
  }

  /// The values of a shared file with one JSON text a line.
  static func sharedLines(_ name: String) throws -> [JSONValue] {
    let root =
      unsafe getenv("SLUICE_TEST_DATA").map { unsafe String(cString: $0) } ?? "\(folder)/../../../shared/data"
    return try bytes("\(root)/\(name)").split(separator: UInt8(ascii: "\n")).map { line in
      try JSONParser.parse(bytes: Array(line))
    }
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    guard let file = unsafe fopen(path, "rb") else { throw Missing(path: path) }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, file) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }
}
