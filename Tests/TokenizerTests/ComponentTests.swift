import JSON
import PCRE2
import Testing

@testable import Tokenizer

/// Normalizers, pre-tokenizers and decoders on their own against Hugging Face `tokenizers`.
@Suite struct ComponentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let component: JSONValue
    let cases: [JSONValue]

    init(_ value: JSONValue) throws {
      component = try #require(value["component"])
      cases = try #require(value["cases"]?.arrayValue)
    }

    var testDescription: String { JSONWriter.write(component) }
  }

  static let file = Result { try TestFiles.fixture("components.json") }

  static func cases(_ key: ExactString) throws -> [Case] {
    try #require(file.get()[key]?.arrayValue).map(Case.init)
  }

  static func strings(_ value: JSONValue) throws -> [String] {
    try #require(value.arrayValue).map { try #require($0.stringValue) }
  }

  @Test(arguments: try cases("normalizers")) func normalizes(item: Case) throws {
    let normalizer = try Normalizer(item.component, at: JSONPointer())
    for pair in item.cases {
      let strings = try Self.strings(pair)
      let result = try normalizer.apply(Array(strings[0].utf8))
      #expect(ExactString(utf8: result) == ExactString(strings[1]), "\(strings[0].debugDescription)")
    }
  }

  @Test(arguments: try cases("pre_tokenizers")) func cutsIntoPieces(item: Case) throws {
    let preTokenizer = try PreTokenizer(item.component, at: JSONPointer())
    for pair in item.cases {
      let text = try #require(pair.arrayValue?.first?.stringValue)
      let expected = try Self.strings(#require(pair.arrayValue?.last)).map { ExactString($0) }
      let pieces = try preTokenizer.apply(Pieces(Array(text.utf8), startsText: true))
      let found = (0..<pieces.count).map { ExactString(utf8: pieces.bytes[pieces.range($0)]) }
      #expect(found == expected, "\(text.debugDescription)")
    }
  }

  @Test(arguments: try cases("decoders")) func joinsTokens(item: Case) throws {
    let decoder = try Decoder(item.component, at: JSONPointer())
    for pair in item.cases {
      let tokens = try Self.strings(#require(pair.arrayValue?.first))
      let expected = try #require(pair.arrayValue?.last?.stringValue)
      let text = try decoder.decode(tokens.map { Array($0.utf8)[...] })
      #expect(ExactString(text) == ExactString(expected), "\(tokens)")
    }
  }

  /// The first alternative steps back over the whole run.
  @Test func longRunsOfWhitespaceAreWithinTheSearchLimits() throws {
    let pattern = try Pattern(["Regex": #"\s*[\r\n]+|\s+"#], at: JSONPointer())
    let text = [UInt8](repeating: UInt8(ascii: " "), count: 2_000_000)
    #expect(try pattern.ranges(in: text, 0..<text.count) == [0..<text.count])
  }
}
