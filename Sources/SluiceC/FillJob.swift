import JSON
import Masking
import Synchronization

/// The masks of one batch.
@safe final class FillJob {
  /// Rows by constraint: a constraint answers one matcher at a time, so more threads would only wait for it.
  let groups: [[Int]]
  private let matchers: [MatcherBox?]
  private let remaining: [Int?]
  private let words: UnsafeMutablePointer<Int32>
  private let stride: Int
  private let wordCount: Int
  private let failed = Mutex<[Int: Failure]>([:])

  /// - Parameters:
  ///   - remaining: for each matcher the tokens that are left, or empty.
  ///   - words: `matchers.count` rows of `wordCount` words, `stride` words apart.
  init(
    _ matchers: [MatcherBox?], remaining: [Int?], words: UnsafeMutablePointer<Int32>, stride: Int, wordCount: Int
  ) {
    self.matchers = matchers
    self.remaining = remaining
    unsafe self.words = words
    self.stride = stride
    self.wordCount = wordCount
    var positions: [ObjectIdentifier: Int] = [:]
    var groups: [[Int]] = []
    for (row, matcher) in matchers.enumerated() {
      guard let matcher else { continue }
      let position = positions[ObjectIdentifier(matcher.constraint), default: groups.count]
      if position == groups.count {
        positions[ObjectIdentifier(matcher.constraint)] = position
        groups.append([])
      }
      groups[position].append(row)
    }
    self.groups = groups
  }

  /// Fills the rows of a group; several groups may be filled at once, since no row is in two.
  func fillGroup(_ group: Int) {
    for row in groups[group] {
      do throws(Failure) {
        try fill(row, matchers[row]!)
      } catch {
        failed.withLock { $0[row] = error.with("row", .integer(row)) }
      }
    }
  }

  private func fill(_ row: Int, _ matcher: MatcherBox) throws(Failure) {
    let target = unsafe try MaskRow(words + row * stride, count: wordCount, for: matcher.constraint)
    let left = remaining.isEmpty ? nil : remaining[row]
    target.write(try matcher.use { (matcher) throws(MaskingError) in try matcher.mask(remaining: left) })
  }

  /// By row; complete when all groups are filled.
  var failures: [Int: Failure] { failed.withLock { $0 } }
}
