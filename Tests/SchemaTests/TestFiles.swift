import Glibc
import JSON

/// Files that the tests read: cases beside them, and the shared data that is no part of the package.
enum TestFiles {
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) is missing: set SLUICE_TEST_DATA to the folder with the shared test data" }
  }

  private static let folder = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")

  static func cases(_ name: String) throws -> JSONValue { try read("\(folder)/Cases/\(name)") }

  static func caseBytes(_ name: String) throws -> [UInt8] { try bytes("\(folder)/Cases/\(name)") }

  static func sharedPath(_ name: String) throws -> String {
    let root =
      unsafe getenv("SLUICE_TEST_DATA").map { unsafe String(cString: $0) } ?? "\(folder)/../../../shared/data"
    let path = "\(root)/\(name)"
    guard unsafe access(path, R_OK) == 0 else { throw Missing(path: path) }
    return path
  }

  static func read(_ path: String) throws -> JSONValue { try JSONParser.parse(bytes: bytes(path)) }

  static func bytes(_ path: String) throws -> [UInt8] {
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

  /// Paths that match a shell pattern, sorted; empty when there are none.
  static func paths(matching pattern: String) -> [String] {
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
    return unsafe (0..<Int(found.gl_pathc)).compactMap { unsafe found.gl_pathv[$0].map { unsafe String(cString: $0) } }
  }
}
