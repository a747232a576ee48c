/// Texts that complete a document.
extension SchemaAutomaton {
  /// A short text that completes the document from a state.
  ///
  /// - Throws: `SchemaError.tooComplex` when none is found.
  package mutating func completion(from state: RecognizerState, tapeEnd: Int) throws(SchemaError) -> [UInt8] {
    var text: [UInt8] = []
    var state = state
    var left = try cost(state, end: tapeEnd)
    search: while left > 0 {
      for byte in Self.completionOrder {
        let position = tapeEnd + text.count
        guard let next = try step(state, byte, at: position) else { continue }
        let cost = try cost(next, end: position + 1)
        if cost >= left { continue }
        guard try canEndString(next, end: position + 1) else { continue }
        text.append(byte)
        (state, left) = (next, cost)
        continue search
      }
      if isGuarded(state), let ending = try stringEnding(state, end: tapeEnd + text.count),
        let next = try self.state(behind: ending, from: state, at: tapeEnd + text.count)
      {
        text += ending
        (state, left) = (next, try cost(next, end: tapeEnd + text.count))
        continue search
      }
      // Costs are bounds, and the one that was met here does not fall from byte to byte.
      return text + (try cheapest(from: state, tapeEnd: tapeEnd + text.count))
    }
    return text
  }

  /// A text under way, with what it is sure to need.
  private struct Candidate {
    let state: RecognizerState
    let text: [UInt8]
  }

  /// Texts that may be looked at in a search for a completion.
  private static let candidateLimit = 4_096

  /// The completion found first when texts are tried in the order of their length and what their ends still cost.
  private mutating func cheapest(from start: RecognizerState, tapeEnd: Int) throws(SchemaError) -> [UInt8] {
    var open: [Int32: [Candidate]] = [0: [Candidate(state: start, text: [])]]
    var seen: Set<RecognizerState> = []
    var limit = Self.candidateLimit
    while let total = open.keys.min() {
      guard let candidate = open[total]?.popLast() else {
        open[total] = nil
        continue
      }
      if limit == 0 { break }
      limit -= 1
      try space.spend(256)
      for (offset, byte) in candidate.text.enumerated() { tape.write(byte, at: tapeEnd + offset) }
      let position = tapeEnd + candidate.text.count
      for byte in Self.completionOrder {
        guard let next = try step(candidate.state, byte, at: position) else { continue }
        let left = try cost(next, end: position + 1)
        if left == 0 { return candidate.text + [byte] }
        // Where the tape counts, equal states are not all there is to it.
        if !next.isInKey, !isCapturing(next), !seen.insert(next).inserted { continue }
        let bound = FormulaSpace.sum(left, Int32(clamping: candidate.text.count + 1))
        open[bound, default: []].append(Candidate(state: next, text: candidate.text + [byte]))
      }
    }
    throw .tooComplex(space.document.location(of: space.document.root), question: "a completion")
  }

  /// Closing bytes first, then the common ones.
  private static let completionOrder: [UInt8] = {
    let first = Array("\"}],:0123456789-.ntfabcdeghijklmopqrsuvwxyz".utf8)
    return first + (0...255).filter { !first.contains($0) }
  }()
}
