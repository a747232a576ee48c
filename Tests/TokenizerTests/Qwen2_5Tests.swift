import JSON
import Testing

@testable import Tokenizer

/// The real vocabulary against what Hugging Face `tokenizers` gives for it.
@Suite struct Qwen2_5Tests {
  let tokenizer: Tokenizer

  init() throws { tokenizer = try TestFiles.qwen.get() }

  static func vectors() throws -> [Vector] {
    let bytes = try FileBytes.read(TestFiles.sharedPath("tokenizers/qwen2.5/vectors.jsonl"))
    return try bytes.split(separator: UInt8(ascii: "\n")).map { try Vector(JSONParser.parse(bytes: Array($0))) }
  }

  @Test func agreesWithTheReference() throws {
    let vectors = try Self.vectors()
    #expect(vectors.count == 70)
    for vector in vectors {
      #expect(try tokenizer.encode(vector.text) == vector.ids, "\(vector.text.debugDescription)")
      let decoded = try tokenizer.decode(vector.ids, skipSpecialTokens: false)
      #expect(ExactString(decoded) == ExactString(vector.decoded), "\(vector.ids)")
    }
  }

  @Test func knowsItsTokens() throws {
    let vocabulary = tokenizer.vocabulary
    #expect(vocabulary.count == 151_665)
    let end = try #require(vocabulary.id(of: "<|im_end|>"))
    #expect(end == TokenID(151_645))
    #expect(vocabulary.isSpecial(end))
    #expect(vocabulary.bytes(of: end).isEmpty)
    let call = try #require(vocabulary.id(of: "<tool_call>"))
    #expect(vocabulary.kind(of: call) == .added)
    #expect(vocabulary.bytes(of: call).elementsEqual("<tool_call>".utf8))
    let space = try #require(vocabulary.id(of: "Ġthe"))
    #expect(vocabulary.bytes(of: space).elementsEqual(" the".utf8))
    #expect(vocabulary.kind(of: space) == .ordinary)
    #expect(vocabulary.id(of: "no such token") == nil)
    #expect((0..<vocabulary.count).allSatisfy { vocabulary.kind(of: TokenID($0)) != .unassigned })
  }

  @Test func everyByteHasAToken() {
    var single = Set<UInt8>()
    for id in 0..<tokenizer.vocabulary.count {
      let bytes = tokenizer.vocabulary.bytes(of: TokenID(id))
      if bytes.count == 1 { single.insert(bytes.first!) }
    }
    #expect(single.count == 256)
  }

  @Test func specialTokensInTextCanBeText() throws {
    let parsed = try tokenizer.encode("a<|im_end|>b")
    #expect(parsed.count == 3)
    let literal = try tokenizer.encode("a<|im_end|>b", parsesSpecialTokens: false)
    #expect(literal.allSatisfy { !tokenizer.vocabulary.isSpecial($0) })
    #expect(try tokenizer.decode(literal) == "a<|im_end|>b")
    // Tokens that are not special stay tokens.
    #expect(try tokenizer.encode("<tool_call>", parsesSpecialTokens: false).count == 1)
  }

  @Test func composesBeforeItEncodes() throws {
    #expect(try tokenizer.encode("e\u{301}A\u{30A}") == tokenizer.encode("\u{E9}\u{C5}"))
  }

  @Test func longTextsOfOnePieceAreEncoded() throws {
    for unit in ["a", " ", "ab", "é", "<|", "\n", "1", "!?"] {
      let text = String(repeating: unit, count: 20_000)
      #expect(try tokenizer.decode(tokenizer.encode(text)) == text)
    }
  }
}
