/// What becomes of the delimiters that a text is split at.
enum SplitBehavior: String, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  /// The parts of `whole`, in order, given where its delimiters are.
  ///
  /// - Parameter inverted: what lies between the matches is the delimiters.
  func parts(of whole: Range<Int>, matches: [Range<Int>], inverted: Bool) -> [Range<Int>] {
    var spans: [(range: Range<Int>, isDelimiter: Bool)] = []
    spans.reserveCapacity(2 * matches.count + 1)
    var done = whole.lowerBound
    for match in matches {
      if done < match.lowerBound { spans.append((done..<match.lowerBound, inverted)) }
      spans.append((match, !inverted))
      done = match.upperBound
    }
    if done < whole.upperBound { spans.append((done..<whole.upperBound, inverted)) }

    switch self {
    case .isolated: return spans.map(\.range)
    case .removed: return spans.compactMap { $0.isDelimiter ? nil : $0.range }
    case .contiguous: return Self.joined(spans) { $0 == $1 }
    case .mergedWithPrevious: return Self.joined(spans) { previous, current in current && !previous }
    case .mergedWithNext:
      // A delimiter joins what follows it unless that is a delimiter too.
      return Self.joined(spans) { previous, current in previous && !current }
    }
  }

  /// Joins a span to the one before it where `joins` holds for the two spans' kinds.
  private static func joined(
    _ spans: [(range: Range<Int>, isDelimiter: Bool)], _ joins: (Bool, Bool) -> Bool
  ) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var previous: Bool?
    for span in spans {
      if let kind = previous, joins(kind, span.isDelimiter), let last = parts.last {
        parts[parts.count - 1] = last.lowerBound..<span.range.upperBound
      } else {
        parts.append(span.range)
      }
      previous = span.isDelimiter
    }
    return parts
  }
}
