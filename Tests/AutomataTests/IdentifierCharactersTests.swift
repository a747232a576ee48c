import Testing

@testable import Automata

@Suite struct IdentifierCharactersTests {
  /// Every code point, against the standard library.
  @Test func agreesWithUnicode() {
    var (wrong, changes): ([UInt32], Set<UInt32>) = ([], [])
    var last = (isStart: false, isPart: false)
    for value in UInt32(0)...0x10FFFF {
      let properties = Unicode.Scalar(value)?.properties
      let isOurs = [0x24, 0x5F].contains(value)
      let expected = (
        isStart: isOurs || properties?.isIDStart == true,
        isPart: isOurs || [0x200C, 0x200D].contains(value) || properties?.isIDContinue == true
      )
      let found = (IdentifierCharacters.isStart(value), IdentifierCharacters.isPart(value))
      if found != expected { wrong.append(value) }
      if expected != last { changes.insert(value) }
      last = expected
    }
    #expect(wrong == [])
    #expect(IdentifierCharacters.changes.isSuperset(of: changes))
  }
}
