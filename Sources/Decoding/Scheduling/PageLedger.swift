import CPUBackend

/// Who has which pages of keys and values, and which of them can be found again by what they hold.
///
/// A full page whose tokens are all that comes before the next page of a sequence has a place in a chain: its link says
/// what stands in it and behind which link. Sequences that begin alike share the pages of their common links. A page that
/// nobody uses stays as long as there is room; the one that was not used for the longest time goes first.
struct PageLedger {
  /// Names the content of a page and of all pages before it.
  struct Link: Hashable {
    fileprivate let number: Int

    /// Before the first page.
    static let start = Link(number: 0)
  }

  /// A full page, and the link that its content makes.
  struct Place: Hashable {
    let page: PageID
    let link: Link
  }

  fileprivate struct Key: Hashable {
    let behind: Link
    let content: [UInt32]
  }

  fileprivate struct Page {
    var users = 0
    /// Where its content can be found, nil while it can't.
    var key: Key?
    var link = Link.start
    /// When it was left by its last user.
    var left = 0
  }

  let count: Int
  /// Pages that may be written before those are taken again whose content is only remembered.
  private let roomy: Int
  private var pages: [Page]
  /// Pages without content, the last one is taken first.
  private var blank: [PageID]
  private var known: [Key: PageID] = [:]
  /// Pages that were left, in that order; some of them have users again, or were left once more.
  private var idle: [(page: PageID, left: Int)] = []
  /// Entries that have been looked at.
  private var idleStart = 0
  /// Pages without users whose content may be asked for.
  private(set) var remembered = 0
  private var lastLink = 0
  private var clock = 0

  /// - Parameter roomy: pages that may be written before those are taken again whose content is only remembered; nil for
  ///   all. Memory is taken when it is written, so this bounds what is spent on remembering.
  init(count: Int, roomy: Int? = nil) {
    self.count = count
    self.roomy = roomy ?? count
    pages = Array(repeating: Page(), count: count)
    blank = (0..<UInt32(count)).reversed().map { PageID($0) }
  }

  /// Pages that somebody could have now.
  var available: Int { blank.count + remembered }
  /// What is written down of pages that were left.
  var trail: Int { idle.count }

  /// A page for one user, with any content; nil when all are in use.
  mutating func take() -> PageID? {
    let isRoomy = count - blank.count < roomy
    guard let page = isRoomy ? blank.popLast() ?? forgetOldest() : forgetOldest() ?? blank.popLast() else { return nil }
    pages[page].users = 1
    return page
  }

  /// One user more for the page that has this content behind the link; nil when there is none.
  mutating func share(_ content: [UInt32], behind link: Link) -> Place? {
    guard let page = known[Key(behind: link, content: content)] else { return nil }
    if pages[page].users == 0 { remembered -= 1 }
    pages[page].users += 1
    return Place(page: page, link: pages[page].link)
  }

  /// Notes what a full page holds. When another page has the same content, its user gets that one and gives this one back.
  mutating func note(_ page: PageID, _ content: [UInt32], behind link: Link) -> Place {
    let key = Key(behind: link, content: content)
    if let other = share(content, behind: link) {
      release([page])
      return other
    }
    lastLink += 1
    known[key] = page
    pages[page].key = key
    pages[page].link = Link(number: lastLink)
    return Place(page: page, link: pages[page].link)
  }

  /// One user less for each page. Those further behind are forgotten sooner: without those before them they are of no use.
  mutating func release(_ given: [PageID]) {
    for page in given.reversed() {
      precondition(pages[page].users > 0, "a page was given back twice")
      pages[page].users -= 1
      if pages[page].users > 0 { continue }
      if pages[page].key == nil {
        blank.append(page)
      } else {
        clock += 1
        pages[page].left = clock
        idle.append((page, clock))
        if idle.count > 1024 + 2 * count { dropTrail() }
        remembered += 1
      }
    }
  }

  private mutating func forgetOldest() -> PageID? {
    while idleStart < idle.count {
      let (page, left) = idle[idleStart]
      idleStart += 1
      guard isIdle(page, since: left) else { continue }
      known[pages[page].key!] = nil
      pages[page].key = nil
      remembered -= 1
      return page
    }
    return nil
  }

  private func isIdle(_ page: PageID, since left: Int) -> Bool {
    pages[page].users == 0 && pages[page].left == left && pages[page].key != nil
  }

  /// Leaves the entries that still hold: one for each page at most.
  private mutating func dropTrail() {
    idle = idle[idleStart...].filter { isIdle($0.page, since: $0.left) }
    idleStart = 0
  }
}

extension [PageLedger.Page] {
  fileprivate subscript(page: PageID) -> PageLedger.Page {
    get { self[Int(page.rawValue)] }
    set { self[Int(page.rawValue)] = newValue }
  }
}
