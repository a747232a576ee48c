import JSON
import Testing

@testable import Tokenizer

/// Small tokenizers of many kinds against Hugging Face `tokenizers`; `python/fixtures/tokenizer_vectors.py` makes them.
@Suite struct ReferenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let value: JSONValue
    var testDescription: String { name }
  }

  static let cases = Result {
    try #require(TestFiles.fixture("tokenizers.json").arrayValue).map { value in
      Case(name: try #require(value["name"]?.stringValue), value: value)
    }
  }

  @Test func thereAreFixtures() throws { #expect(try Self.cases.get().count >= 9) }

  @Test(arguments: try cases.get()) func encodesAndDecodes(item: Case) throws {
    let tokenizer = try Tokenizer(json: #require(item.value["tokenizer"]))
    for value in try #require(item.value["vectors"]?.arrayValue) {
      let vector = try Vector(value)
      #expect(try tokenizer.encode(vector.text) == vector.ids, "\(vector.text.debugDescription)")
      let special = try Vector.ids(#require(value["special"]))
      #expect(
        try tokenizer.encode(vector.text, addSpecialTokens: true) == special, "\(vector.text.debugDescription)")
      let decoded = try tokenizer.decode(vector.ids, skipSpecialTokens: false)
      #expect(ExactString(decoded) == ExactString(vector.decoded), "\(vector.text.debugDescription)")
    }
  }

  @Test(arguments: try cases.get()) func decodesAnyTokens(item: Case) throws {
    let tokenizer = try Tokenizer(json: #require(item.value["tokenizer"]))
    for value in try #require(item.value["decoded"]?.arrayValue) {
      let ids = try Vector.ids(#require(value["ids"]))
      let all = try #require(value["all"]?.stringValue)
      let text = try #require(value["text"]?.stringValue)
      #expect(try ExactString(tokenizer.decode(ids, skipSpecialTokens: false)) == ExactString(all), "\(ids)")
      #expect(try ExactString(tokenizer.decode(ids)) == ExactString(text), "\(ids)")
    }
  }

  /// The bytes of the tokens are what decoding gives, but for what the decoder takes away at the start of a text.
  @Test(arguments: try cases.get()) func bytesOfTokensMakeTheText(item: Case) throws {
    let tokenizer = try Tokenizer(json: #require(item.value["tokenizer"]))
    for value in try #require(item.value["vectors"]?.arrayValue) {
      let ids = try Vector(value).ids
      let bytes = tokenizer.decodeBytes(ids)
      #expect(bytes == ids.flatMap { tokenizer.vocabulary.bytes(of: $0) })
      let text = try tokenizer.decode(ids)
      let whole = String(decoding: bytes, as: UTF8.self)
      let trimmed = whole.utf8.drop { $0 == UInt8(ascii: " ") }
      #expect(trimmed.elementsEqual(text.utf8.drop { $0 == UInt8(ascii: " ") }), "\(ids)")

      var stream = StreamDecoder(tokenizer.vocabulary)
      var pieces = ""
      for id in ids { pieces += stream.append(id) }
      pieces += stream.finish()
      #expect(ExactString(pieces) == ExactString(whole))
    }
  }
}
