import Glibc
import JSON
import Testing

@testable import Tokenizer

/// Files that the tests read: fixtures beside them, and the shared data that is no part of the package.
enum TestFiles {
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) is missing: set SLUICE_TEST_DATA to the folder with the shared test data" }
  }

  private static let folder = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")

  static func fixture(_ name: String) throws -> JSONValue {
    try JSONParser.parse(bytes: FileBytes.read("\(folder)/Fixtures/\(name)"))
  }

  static func sharedPath(_ name: String) throws -> String {
    let root =
      unsafe getenv("SLUICE_TEST_DATA").map { unsafe String(cString: $0) } ?? "\(folder)/../../../shared/data"
    let path = "\(root)/\(name)"
    guard unsafe access(path, R_OK) == 0 else { throw Missing(path: path) }
    return path
  }

  /// Qwen2.5's tokenizer, read once.
  static let qwen = Result { try Tokenizer(contentsOf: sharedPath("tokenizers/qwen2.5/tokenizer.json")) }
}

/// One text with what the reference makes of it.
struct Vector: CustomTestStringConvertible {
  let text: String
  let ids: [TokenID]
  let decoded: String

  init(_ value: JSONValue) throws {
    text = try #require(value["text"]?.stringValue)
    ids = try Self.ids(#require(value["ids"]))
    decoded = try #require(value["decoded"]?.stringValue)
  }

  static func ids(_ value: JSONValue) throws -> [TokenID] {
    try #require(value.arrayValue).map { TokenID(try #require($0.integerValue)) }
  }

  var testDescription: String { text.debugDescription }
}
