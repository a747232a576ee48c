import Testing
import Tokenizer

@testable import Decoding

@Suite struct EncodedTextsTests {
  private static func tokens(_ number: Int) -> [TokenID] { [TokenID(number)] }

  @Test func tellsTextsApartByTheirCodePoints() {
    let texts = EncodedTexts()
    texts.keep(Self.tokens(1), for: "\u{E9}")
    #expect(texts["\u{E9}"] == Self.tokens(1))
    #expect(texts["e\u{301}"] == nil)
  }

  @Test func forgetsWhatIsNotUsed() {
    let texts = EncodedTexts()
    let size = EncodedTexts.limit / 4
    func text(_ number: Int) -> String { String(repeating: "a", count: size - 4) + String(1000 + number) }
    for number in 0..<64 {
      texts.keep(Self.tokens(number), for: text(number))
      // Asked for again and again, as a system message is.
      if number > 0 { #expect(texts[text(0)] == Self.tokens(0)) }
      #expect(texts.footprint <= 2 * EncodedTexts.limit)
    }
    #expect(texts[text(1)] == nil)
    #expect(texts[text(63)] == Self.tokens(63))
  }

  @Test func doesNotKeepWhatIsLargerThanItsBound() {
    let texts = EncodedTexts()
    let (most, more) = (
      String(repeating: "a", count: EncodedTexts.limit), String(repeating: "a", count: EncodedTexts.limit + 1)
    )
    texts.keep(Self.tokens(1), for: most)
    texts.keep(Self.tokens(2), for: more)
    #expect(texts[most] == Self.tokens(1))
    #expect(texts[more] == nil)
  }
}
