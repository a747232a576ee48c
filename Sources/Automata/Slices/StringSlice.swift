/// The tokens of a vocabulary that can come inside a string, between code points.
package final class StringSlice: Sendable {
  /// The tokens that stay in the string.
  package let bodies: TokenTrie
  package let children: TrieChildren
  package let folded: FoldedTokens
  package let escaped: EscapedTokens
  /// A mask of them.
  package let all: ContiguousArray<UInt32>
  /// The tokens that close a string value, and those that close a property name.
  package let closingValue: StringClosings
  package let closingKey: StringClosings
  /// Masks of the tokens of at most so many code points, from 0 on.
  private let short: [ContiguousArray<UInt32>]
  /// The tokens with more code points than `short` goes, with their numbers of code points.
  private let long: [(token: UInt32, count: Int, bytes: ArraySlice<UInt8>)]
  /// The most code points in a token.
  private let longest: Int

  private static let shortLimit = 16

  /// - Parameter bodies: tokens that stay in any string, with the code points that they begin or go on with.
  init(
    _ bodies: [(id: UInt32, bytes: ArraySlice<UInt8>, count: Int)], closingValue: StringClosings,
    closingKey: StringClosings, vocabularySize: Int, escapes: StringAutomaton.Escapes
  ) {
    self.bodies = TokenTrie(bodies.lazy.map { ($0.id, $0.bytes) }, vocabularySize: vocabularySize)
    children = TrieChildren(self.bodies)
    folded = FoldedTokens(bodies.lazy.map { ($0.id, $0.bytes) }, vocabularySize: vocabularySize)
    escaped = EscapedTokens(bodies.lazy.map { ($0.id, $0.bytes) }, escapes)
    self.closingValue = closingValue
    self.closingKey = closingKey
    longest = bodies.map(\.count).max() ?? 0
    var mask = ContiguousArray<UInt32>(repeating: 0, count: vocabularySize / 32 + 1)
    var short: [ContiguousArray<UInt32>] = []
    for count in 0...Self.shortLimit {
      for body in bodies where body.count == count { mask[Int(body.id >> 5)] |= 1 << (body.id & 31) }
      short.append(mask)
    }
    var long: [(token: UInt32, count: Int, bytes: ArraySlice<UInt8>)] = []
    for body in bodies where body.count > Self.shortLimit {
      mask[Int(body.id >> 5)] |= 1 << (body.id & 31)
      long.append((body.id, body.count, body.bytes))
    }
    all = mask
    self.short = short
    self.long = long
  }

  /// The tokens with `counts` code points; nil where these are many.
  package func tokens(_ counts: ClosedRange<Int>) -> [(token: UInt32, bytes: ArraySlice<UInt8>)]? {
    if counts.lowerBound <= Self.shortLimit { return nil }
    return long.filter { counts.contains($0.count) }.map { ($0.token, $0.bytes) }
  }

  /// A mask of the tokens with at most `limit` code points.
  package func mask(limit: Int) -> ContiguousArray<UInt32> {
    if limit >= longest { return all }
    if limit <= Self.shortLimit { return short[limit] }
    var mask = all
    for (token, count, _) in long where count > limit { mask[Int(token >> 5)] &= ~(1 << (token & 31)) }
    return mask
  }
}
