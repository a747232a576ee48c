import CPUBackend
import Qwen2

extension TextSequence {
  /// What the model has read of a sequence, and the pages that it is kept in.
  struct Reading {
    /// Tokens read, from the first on.
    fileprivate(set) var count = 0
    fileprivate(set) var pages: [PageID] = []
    /// Of the pages, those that are full and noted, and what they hold together.
    fileprivate var noted = 0
    fileprivate var link = PageLedger.Link.start
    /// The most tokens that were read at any time.
    fileprivate var most = 0
  }

  /// Takes over pages that others have read as far as they begin as this one goes on; the last token is left to be read.
  ///
  /// - Returns: tokens that need not be read.
  func sharePages(_ ledger: inout PageLedger) -> Int {
    let before = reading.count
    while reading.isAtPage, unread > KVPages.pageTokens,
      let shared = ledger.share(content(ofPage: reading.noted), behind: reading.link)
    {
      reading.adopt(shared)
    }
    noteRead(from: before)
    return reading.count - before
  }

  /// Pages that it has to be given before it can read `count` tokens.
  func pagesWanted(for count: Int) -> Int { KVPages.pages(for: reading.count + count) - reading.pages.count }

  var hasPages: Bool { !reading.pages.isEmpty }

  func give(_ page: PageID) { reading.pages.append(page) }

  /// Sampled tokens among the next `count` to be read.
  func decodes(in count: Int) -> Int {
    rows[reading.count..<reading.count + count].count { $0.kind == .decode }
  }

  /// The next `count` tokens to be read, and the draft behind them.
  ///
  /// - Parameter drawing: whether the model can draw the token behind them.
  func run(_ count: Int, drawing: Bool) -> TokenRun {
    var part = Array(rows[reading.count..<reading.count + count])
    var draw: TokenDraw?
    // All have been read behind the last one.
    if count == unread, question != nil {
      part[count - 1].wantsLogits = true
      part += drafting.draft.rows
      if drawing, drafting.draft.isEmpty { draw = drawElsewhere() }
    }
    return TokenRun(rows: part, first: reading.count, pages: reading.pages, draw: draw)
  }

  /// Notes that the next `count` tokens have been read.
  func didRead(_ count: Int, _ ledger: inout PageLedger) {
    let before = reading.count
    isPreempted = false
    reading.count += count
    while (reading.noted + 1) * KVPages.pageTokens <= reading.count {
      reading.note(content(ofPage: reading.noted), &ledger)
    }
    noteRead(from: before)
  }

  /// Gives all pages back; what was read has to be read again.
  func leavePages(_ ledger: inout PageLedger) {
    ledger.release(reading.pages)
    reading.leave()
  }

  /// Progress counts the prompt's tokens once, wherever they came from.
  private func noteRead(from before: Int) {
    let prompt = request.promptTokens.count
    let new = min(reading.count, prompt) - min(reading.most, prompt)
    if new > 0 { request.progress?.noteRead(promptTokens: new) }
    reading.most = max(reading.most, reading.count)
  }

  /// Tokens and their kinds: the same token gives other keys and values when it is of the other kind.
  private func content(ofPage number: Int) -> [UInt32] {
    rows[number * KVPages.pageTokens..<(number + 1) * KVPages.pageTokens].map {
      UInt32(bitPattern: $0.token) << 1 | ($0.kind == .decode ? 1 : 0)
    }
  }
}

extension TextSequence.Reading {
  /// Whether the next token begins a page, and there is none yet.
  fileprivate var isAtPage: Bool { count == noted * KVPages.pageTokens && pages.count == noted }

  fileprivate mutating func adopt(_ shared: PageLedger.Place) {
    pages.append(shared.page)
    link = shared.link
    noted += 1
    count += KVPages.pageTokens
  }

  fileprivate mutating func note(_ content: [UInt32], _ ledger: inout PageLedger) {
    let place = ledger.note(pages[noted], content, behind: link)
    pages[noted] = place.page
    link = place.link
    noted += 1
  }

  fileprivate mutating func leave() {
    let most = most
    self = Self()
    self.most = most
  }
}
