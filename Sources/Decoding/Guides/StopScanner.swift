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
    held += piece.utf8
    for start in held.indices {
      let rest = held[start...]
      // A stop that is here as a whole comes before one that may still become whole from the same place.
      if stops.contains(where: { rest.starts(with: $0) }) {
        isFound = true
        return release(start)
      }
      if stops.contains(where: { $0.starts(with: rest) }) { return release(start) }
    }
    return release(held.count)
  }

  /// What was held back, at the end.
  mutating func finish() -> String { isFound ? "" : release(held.count) }

  private mutating func release(_ count: Int) -> String {
    defer { held.removeFirst(count) }
    return String(decoding: held[..<count], as: UTF8.self)
  }
}
