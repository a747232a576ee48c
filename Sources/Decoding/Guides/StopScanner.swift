/// Finds the first stop sequence in a text that comes in pieces, and holds back what may turn out to be the start of
/// one.
struct StopScanner: Sendable {
  private let stops: [[UInt8]]
  private var held: [UInt8] = []
  private(set) var isFound = false

  /// - Parameter stops: none is empty.
  init(_ stops: [String]) { self.stops = stops.map { Array($0.utf8) } }

  /// The text that no stop sequence can claim any more. After one was found there is none.
  ///
  /// Complexity: O(n · m) for n new bytes and m bytes of stop sequences.
  mutating func append(_ piece: String) -> String {
    if isFound { return "" }
    if stops.isEmpty { return piece }
    let known = held.count
    held += piece.utf8
    // The one that is whole first counts, so that it does not matter how the text is cut into pieces; of those that are
    // whole at the same byte, the longest.
    for end in known..<held.count {
      let read = held[...end]
      let lengths = stops.lazy.filter { $0.count <= read.count && read.suffix($0.count).elementsEqual($0) }.map(\.count)
      if let longest = lengths.max() {
        isFound = true
        return release(read.count - longest)
      }
    }
    let start = held.indices.first { start in stops.contains { $0.starts(with: held[start...]) } }
    return release(start ?? held.count)
  }

  /// What was held back, at the end.
  mutating func finish() -> String { isFound ? "" : release(held.count) }

  private mutating func release(_ count: Int) -> String {
    defer { held.removeFirst(count) }
    return String(decoding: held[..<count], as: UTF8.self)
  }
}
