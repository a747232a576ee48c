import CPUBackend
import Testing

@testable import Decoding

@Suite struct PageLedgerTests {
  private let a: [UInt32] = [1]
  private let b: [UInt32] = [2]
  private let c: [UInt32] = [3]

  @Test func pagesGoAround() {
    var ledger = PageLedger(count: 3)
    let pages = (0..<3).map { _ in ledger.take()! }
    #expect(Set(pages).count == 3)
    #expect(ledger.take() == nil)
    #expect(ledger.available == 0)
    ledger.release([pages[1]])
    #expect(ledger.available == 1)
    #expect(ledger.take() == pages[1])
  }

  @Test func likeBeginningsShareTheirPages() {
    var ledger = PageLedger(count: 4)
    let first = ledger.note(ledger.take()!, a, behind: .start)
    let second = ledger.note(ledger.take()!, b, behind: first.link)
    #expect(ledger.share(b, behind: .start) == nil)
    #expect(ledger.share(a, behind: .start) == first)
    #expect(ledger.share(b, behind: first.link) == second)
    // Both have two users now.
    ledger.release([first.page, second.page])
    #expect(ledger.available == 2)
    ledger.release([first.page, second.page])
    #expect(ledger.available == 4)
    #expect(ledger.remembered == 2)
    #expect(ledger.share(a, behind: .start) == first)
    #expect(ledger.remembered == 1)
  }

  /// Who has written what another one wrote before gets that one's page.
  @Test func whatIsWrittenTwiceIsKeptOnce() throws {
    var ledger = PageLedger(count: 2)
    let own = ledger.note(ledger.take()!, a, behind: .start)
    let other = ledger.note(ledger.take()!, a, behind: .start)
    #expect(own == other)
    #expect(ledger.available == 1)
    ledger.release([own.page])
    ledger.release([other.page])
    #expect(ledger.available == 2)
  }

  @Test func theOldestIsForgottenFirstAndFromItsEnd() {
    var ledger = PageLedger(count: 3)
    let first = ledger.note(ledger.take()!, a, behind: .start)
    let second = ledger.note(ledger.take()!, b, behind: first.link)
    let third = ledger.note(ledger.take()!, c, behind: .start)
    ledger.release([first.page, second.page])
    ledger.release([third.page])
    #expect(ledger.take() == second.page)
    #expect(ledger.share(b, behind: first.link) == nil)
    // It is used once more, and so not the oldest.
    _ = ledger.share(a, behind: .start)
    ledger.release([first.page])
    #expect(ledger.take() == third.page)
    #expect(ledger.take() == first.page)
    #expect(ledger.take() == nil)
  }

  /// Beyond what is roomy, memory is only taken for what is used.
  @Test func rememberingIsBounded() {
    var ledger = PageLedger(count: 4, roomy: 2)
    let first = ledger.note(ledger.take()!, a, behind: .start)
    let second = ledger.note(ledger.take()!, b, behind: .start)
    ledger.release([first.page])
    #expect(ledger.take() == first.page)
    let third = ledger.take()!
    #expect(third != second.page)
    ledger.release([second.page])
    #expect(ledger.take() == second.page)
    #expect(ledger.available == 1)
  }

  @Test func longUseKeepsNoTrail() {
    var ledger = PageLedger(count: 2)
    var kept = ledger.note(ledger.take()!, a, behind: .start)
    for _ in 0..<10_000 {
      ledger.release([kept.page])
      kept = ledger.share(a, behind: .start)!
    }
    #expect(ledger.trail < 10_000)
    ledger.release([kept.page])
    #expect(ledger.remembered == 1)
    #expect(ledger.take() != nil)
    #expect(ledger.take() == kept.page)
  }
}
