import Glibc
import JSON
import Schema
import Tokenizer
import Verification

@testable import Masking

/// Schemas and vocabularies that the tests of this room share.
enum TestFiles {
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) is missing; set SLUICE_TEST_DATA to the folder with the shared test data" }
  }

  struct Case: CustomStringConvertible, Sendable {
    let name: String
    let schema: JSONValue
    var description: String { name }
  }

  private static let folder = String(#filePath[..<(#filePath.lastIndex(of: "/") ?? #filePath.endIndex)])

  static func cases(in file: String = "schemas") throws -> [Case] {
    let text = try read("\(folder)/Cases/\(file).json")
    return try JSONParser.parse(bytes: text).arrayValue!.map {
      Case(name: $0["name"]!.stringValue!, schema: $0["schema"]!)
    }
  }

  /// The bundled model's vocabulary of 2,560 tokens.
  static let small = Result { () throws -> MaskingVocabulary in
    let tokenizer = try Tokenizer(contentsOf: "\(folder)/../../Models/bundled/tokenizer.json")
    return try MaskingVocabulary(tokenizer.vocabulary, endTokens: [tokenizer.vocabulary.id(of: "<|im_end|>")!])
  }

  private static var data: String {
    unsafe getenv("SLUICE_TEST_DATA").map { unsafe String(cString: $0) } ?? "\(folder)/../../../shared/data"
  }

  /// Every so many rows of MaskBench's sample: `{"schema", "tests"}`.
  static func maskbench(every step: Int) throws -> [JSONValue] {
    let path = "\(data)/maskbench-dev.jsonl"
    guard unsafe access(path, R_OK) == 0 else { throw Missing(path: path) }
    let lines = try read(path).split(separator: UInt8(ascii: "\n"))
    return try stride(from: 0, to: lines.count, by: step).map { try JSONParser.parse(bytes: Array(lines[$0])) }
  }

  /// Qwen2.5's vocabulary, from the shared data.
  static let large = Result {
    let path = "\(data)/tokenizers/qwen2.5/tokenizer.json"
    guard unsafe access(path, R_OK) == 0 else { throw Missing(path: path) }
    let tokenizer = try Tokenizer(contentsOf: path)
    return try MaskingVocabulary(tokenizer.vocabulary, size: 151_936, endTokens: [TokenID(151_645)])
  }

  static func constraint(_ schema: JSONValue, _ vocabulary: MaskingVocabulary) throws -> Constraint {
    try Constraint(schema: schema, vocabulary: vocabulary)
  }

  private static func read(_ path: String) throws -> [UInt8] {
    guard let file = unsafe fopen(path, "r") else { throw Missing(path: path) }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&chunk, 1, chunk.count, file)
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }
}

extension SplitMix64 {
  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
