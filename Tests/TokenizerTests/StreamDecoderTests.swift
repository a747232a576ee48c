import JSON
import Testing

@testable import Tokenizer

/// A vocabulary of the 256 bytes shows every way to cut a text.
@Suite struct StreamDecoderTests {
  let tokenizer: Tokenizer

  init() throws {
    let vocab = JSONObject(
      ByteAlphabet.scalars.enumerated().map { byte, scalar in
        JSONObject.Member(key: ExactString(String(Character(scalar))), value: .integer(byte))
      })
    tokenizer = try Tokenizer(json: [
      "pre_tokenizer": ["type": "ByteLevel", "add_prefix_space": false, "use_regex": false],
      "decoder": ["type": "ByteLevel"], "model": ["type": "BPE", "vocab": .object(vocab), "merges": []],
      "added_tokens": [["id": 256, "content": "<end>", "special": true]],
    ])
  }

  func pieces(_ bytes: [UInt8]) -> [String] {
    var stream = StreamDecoder(tokenizer.vocabulary)
    var pieces = bytes.map { stream.append(TokenID(Int($0))) }
    pieces.append(stream.finish())
    return pieces
  }

  @Test func holdsBackIncompleteCodePoints() {
    #expect(pieces(Array("aé€🙂".utf8)) == ["a", "", "é", "", "", "€", "", "", "", "🙂", ""])
  }

  @Test func bytesThatCannotBecomeTextAreReplaced() {
    #expect(pieces([0x61, 0xFF, 0x62]) == ["a", "\u{FFFD}", "b", ""])
    #expect(pieces([0xE2, 0x82]) == ["", "", "\u{FFFD}"])
    #expect(pieces([0xE2, 0x82, 0x61]) == ["", "", "\u{FFFD}a", ""])
    // Overlong, a surrogate, past U+10FFFF: known to be wrong at the second byte.
    for bytes in [[0xE0, 0x80], [0xED, 0xA0], [0xF4, 0x90], [0xF0, 0x80]] as [[UInt8]] {
      #expect(pieces(bytes) == ["", "\u{FFFD}\u{FFFD}", ""])
    }
  }

  @Test func specialAndForeignTokensAddNothing() {
    var stream = StreamDecoder(tokenizer.vocabulary)
    #expect(stream.append(TokenID(0xC3)).isEmpty)
    #expect(stream.append(TokenID(256)).isEmpty)
    #expect(stream.append(TokenID(100_000)).isEmpty)
    #expect(stream.append(TokenID(0xA9)) == "é")
  }

  /// Whatever the bytes, pieces joined are the bytes decoded at once.
  @Test(arguments: 0..<200) func piecesMakeTheWhole(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    let bytes = (0..<24).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let pool: [UInt8] = [0x61, 0x80, 0x8F, 0x90, 0xA0, 0xBF, 0xC2, 0xE0, 0xE2, 0xED, 0xF0, 0xF4, 0xF5, 0xFF]
      return pool[Int(state >> 33) % pool.count]
    }
    #expect(ExactString(pieces(bytes).joined()) == ExactString(utf8: bytes))
  }
}
