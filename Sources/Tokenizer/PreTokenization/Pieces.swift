/// A text cut into pieces, which merges never cross.
struct Pieces: Sendable {
  /// The pieces, one after the other. UTF-8.
  private(set) var bytes: [UInt8]
  /// Where each piece ends and the next one starts; no piece is empty.
  private(set) var ends: [Int]
  /// Whether the first piece starts where the whole text that is encoded starts.
  private(set) var startsText: Bool

  /// One piece, or none when the text is empty.
  init(_ text: [UInt8], startsText: Bool) {
    bytes = text
    ends = text.isEmpty ? [] : [text.count]
    self.startsText = startsText
  }

  private init(startsText: Bool, capacity: Int) {
    bytes = []
    bytes.reserveCapacity(capacity)
    ends = []
    self.startsText = startsText
  }

  var count: Int { ends.count }

  func range(_ position: Int) -> Range<Int> { (position == 0 ? 0 : ends[position - 1])..<ends[position] }

  /// Cuts every piece at the ranges that `cut` gives for it. What lies between the ranges is dropped.
  func cut(_ cut: (Range<Int>) throws(TokenizerError) -> [Range<Int>]) throws(TokenizerError) -> Pieces {
    var result = Pieces(startsText: startsText, capacity: bytes.count)
    for position in 0..<count {
      let piece = range(position)
      for part in try cut(piece) where !part.isEmpty {
        if result.ends.isEmpty && part.lowerBound > 0 { result.startsText = false }
        result.bytes += bytes[part]
        result.ends.append(result.bytes.count)
      }
    }
    return result
  }

  /// Replaces every piece by what `rewrite` appends for it; the flag says whether the piece starts the text.
  func rewritten(_ rewrite: (ArraySlice<UInt8>, Bool, inout [UInt8]) -> Void) -> Pieces {
    var result = Pieces(startsText: startsText, capacity: bytes.count + bytes.count / 2)
    for position in 0..<count {
      rewrite(bytes[range(position)], position == 0 && startsText, &result.bytes)
      if result.bytes.count > result.ends.last ?? 0 { result.ends.append(result.bytes.count) }
    }
    return result
  }
}
