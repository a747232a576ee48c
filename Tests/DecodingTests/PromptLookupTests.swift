import CPUBackend
import Qwen2
import Testing
import Tokenizer

@testable import Decoding

@Suite struct PromptLookupTests {
  private func guess(_ tokens: [Int32], _ limit: Int) -> [Int32] {
    var lookup = PromptLookup()
    for token in tokens { lookup.append(token) }
    return Array(lookup.guess(limit))
  }

  @Test func goesOnAsBefore() {
    #expect(guess([], 4) == [])
    #expect(guess([1, 2, 3], 4) == [])
    #expect(guess([1, 2, 3, 1], 4) == [2, 3, 1])
    #expect(guess([1, 2, 3, 1], 2) == [2, 3])
    #expect(guess([1, 2, 3, 1], 0) == [])
    // The last time counts.
    #expect(guess([1, 2, 1, 3, 1], 1) == [3])
    // More of the same counts for more than later.
    #expect(guess([8, 9, 1, 2, 7, 1, 3, 8, 9, 1], 1) == [2])
    #expect(guess([5, 5, 5], 2) == [5])
  }

  /// A draft that is cut short: behind its last row it is known what to ask.
  @Test func aDraftEndsWhereTheModelIsAsked() {
    func ended(_ asks: [Bool]) -> [Bool] {
      var draft = Draft(
        rows: asks.map {
          var row = TextSequence.row(.init(1), .decode)
          row.wantsLogits = $0
          return row
        })
      draft.dropUnasked()
      return draft.rows.map(\.wantsLogits)
    }
    #expect(ended([]) == [])
    #expect(ended([false, false]) == [])
    #expect(ended([false, true]) == [false, true])
    #expect(ended([true, false, true, false, false]) == [true, false, true])
  }

  @Test func agreementEndsAtTheFirstDifference() {
    let rows = [1, 2, 3].map { TextSequence.row(.init($0), .decode) }
    let draft = Draft(rows: rows)
    #expect(draft.agreement(with: rows[...]) == 3)
    #expect(draft.agreement(with: rows[..<2]) == 2)
    #expect(draft.agreement(with: [rows[0], rows[2]]) == 1)
    // Of another kind it has other keys and values.
    #expect(draft.agreement(with: [TextSequence.row(.init(1), .prefill)]) == 0)
  }

  @Test func whatFailsIsTriedLess() {
    var foresight = Foresight()
    #expect(foresight.next() == 4)
    foresight.note(guessed: 4, right: 4)
    #expect(foresight.next() == 8)
    foresight.note(guessed: 8, right: 3)
    #expect(foresight.next() == 8)
    for _ in 0..<3 { foresight.note(guessed: 1, right: 0) }
    #expect(foresight.next() == 0)
    for _ in 0..<7 { #expect(foresight.next() == 0) }
    #expect(foresight.next() == 1)
  }
}
