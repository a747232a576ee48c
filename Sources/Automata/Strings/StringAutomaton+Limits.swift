/// Bounds on the length of a string that no token comes near.
extension StringAutomaton {
  /// States that are looked at behind the tokens of a vocabulary.
  private static let reachedLimit = 256
  /// Expressions that the search for an end behind one of them may open.
  private static let endFuel = 32
  /// Bounds below this are as they are: sooner or later they come near.
  private static let nearLimit = 24

  /// The state of the same strings without the bound on their length, where that bound makes no difference to any
  /// token: neither to those that stay in the string nor to those that end it. The state itself otherwise.
  ///
  /// A string of which 900 code points are left has the same tokens as one of which 800 are.
  package mutating func unlimited(_ state: StringStateID, _ slice: StringSlice) throws(AutomatonError) -> StringStateID
  {
    let known = unlimitedStates[Int(state.index)]
    if known >= 0 { return StringStateID(index: known) }
    let result = try findUnlimited(state, slice) ?? state
    unlimitedStates[Int(state.index)] = result.index
    return result
  }

  private mutating func findUnlimited(
    _ state: StringStateID, _ slice: StringSlice
  ) throws(AutomatonError) -> StringStateID? {
    let choices = choices(of: state)
    guard isBetweenCodePoints(state), choices.count == 1,
      let (language, limit) = regex.withoutLengthLimit(choices[0].rest), limit >= Self.nearLimit
    else { return nil }
    guard farthestEnds[language] != nil else {
      // Where a pattern counts, its language is another one after every token: it is worth a look when it comes again.
      farthestEnds[language] = .some(nil)
      return nil
    }
    guard let free = try start([StringChoice(label: choices[0].label, rest: language)]) else { return nil }
    return try knownFarthest(from: free, of: language, slice) <= limit ? free : nil
  }

  private mutating func knownFarthest(
    from start: StringStateID, of language: RegexID, _ slice: StringSlice
  ) throws(AutomatonError) -> Int {
    if case .some(let known?) = farthestEnds[language] { return known }
    let found = try farthest(from: start, slice)
    farthestEnds[language] = found
    return found
  }

  /// The most that a token and the shortest end behind it take of a string, in code points or more; `Int.max` when that
  /// is not found soon.
  private mutating func farthest(from start: StringStateID, _ slice: StringSlice) throws(AutomatonError) -> Int {
    var farthest = 0
    var reached = 0
    for trie in [slice.bodies, slice.closingValue.parts] {
      var states = InlineArray<256, Int32>(repeating: start.index)
      var index = 0
      while index < trie.nodes.count {
        let node = trie.nodes[index]
        let depth = Int(node &>> 8 & 0xFF)
        let (state, byte) = (states[depth &- 1], UInt8(truncatingIfNeeded: node))
        var next = rows[Int(state) &<< 8 | Int(byte)]
        if next == Self.unknown { next = try step(StringStateID(index: state), byte) }
        if next < 0 {
          index &+= Int(node &>> 16 & 0xFF_FFFF)
          continue
        }
        states[depth] = next
        index &+= 1
        var end = shortestEnds[Int(next)]
        if end < 0 {
          reached += 1
          guard reached < Self.reachedLimit, let found = try shortestEnd(StringStateID(index: next)) else {
            return Int.max
          }
          end = found
          shortestEnds[Int(next)] = end
        }
        farthest = max(farthest, depth &+ Int(end))
      }
    }
    return farthest
  }

  /// The state of the same strings without bounds on how often something comes, and on the length; nil when there are
  /// none that could be lower, see `RegexAlgebra.withoutBounds`.
  package mutating func withoutBounds(_ state: StringStateID) throws(AutomatonError) -> StringStateID? {
    let choices = choices(of: state)
    guard isBetweenCodePoints(state), choices.count == 1 else { return nil }
    let language = regex.withoutLengthLimit(choices[0].rest)?.language ?? choices[0].rest
    guard let free = regex.withoutBounds(language) else { return nil }
    return try start([StringChoice(label: choices[0].label, rest: free)])
  }

  /// The state of the same strings with low bounds instead, and without one on the length; nil when its own are lower,
  /// when a token comes near the one on the length, or when no string is left.
  ///
  /// - Parameter level: an index of `RegexAlgebra.lowBounds`.
  package mutating func withBounds(
    _ state: StringStateID, level: Int, _ slice: StringSlice
  ) throws(AutomatonError) -> StringStateID? {
    let choice = choices(of: state)[0]
    let (language, limit) = regex.withoutLengthLimit(choice.rest) ?? (choice.rest, Int.max)
    guard let bounded = regex.withBounds(language, level: level), try regex.isInhabited(bounded),
      let result = try start([StringChoice(label: choice.label, rest: bounded)])
    else { return nil }
    if limit == Int.max { return result }
    return try knownFarthest(from: result, of: bounded, slice) <= limit ? result : nil
  }

  /// Whether the same parts of tokens end a string from both states. False where that is not seen at once.
  ///
  /// - Parameters:
  ///   - lower: a state of no more strings than `upper`.
  ///   - parts: what tokens have before the quote, without the empty part.
  package mutating func endAlike(
    _ lower: StringStateID, _ upper: StringStateID, _ parts: TokenTrie
  ) throws(AutomatonError) -> Bool {
    let quote = UInt8(ascii: "\"")
    if try step(lower, quote) != step(upper, quote) { return false }
    var lowers = InlineArray<256, Int32>(repeating: lower.index)
    var uppers = InlineArray<256, Int32>(repeating: upper.index)
    var index = 0
    while index < parts.nodes.count {
      let node = parts.nodes[index]
      let depth = Int(node &>> 8 & 0xFF)
      let byte = UInt8(truncatingIfNeeded: node)
      let next = try step(StringStateID(index: uppers[depth &- 1]), byte)
      if next < 0 {
        index &+= Int(node &>> 16 & 0xFF_FFFF)
        continue
      }
      let other = try step(StringStateID(index: lowers[depth &- 1]), byte)
      if other < 0 { return false }
      uppers[depth] = next
      lowers[depth] = other
      index &+= 1
      if Int(node &>> 40) == parts.vocabularySize { continue }
      if try step(StringStateID(index: other), quote) != step(StringStateID(index: next), quote) { return false }
    }
    return true
  }

  /// The state of the same strings without a bound on their length, and the bound in code points; nil when there is
  /// none.
  package mutating func withoutLengthLimit(
    _ state: StringStateID
  ) throws(AutomatonError) -> (free: StringStateID, limit: Int)? {
    let choices = choices(of: state)
    guard isBetweenCodePoints(state), choices.count == 1,
      let (language, limit) = regex.withoutLengthLimit(choices[0].rest),
      let free = try start([StringChoice(label: choices[0].label, rest: language)])
    else { return nil }
    return (free, limit)
  }

  /// The most code points that the shortest end behind a token takes, or more; nil where that is not found soon.
  ///
  /// - Returns: also the mask of the tokens that stay in the string.
  package mutating func largestEnd(
    behindTokens slice: StringSlice, from start: StringStateID
  ) throws(AutomatonError) -> (end: Int, mask: ContiguousArray<UInt32>)? {
    if isLiteral(start) { return nil }
    let mask = try mask(slice, from: start)
    // What the walk over the tokens has come to is known now.
    var reached = [start.index]
    var seen: Set<Int32> = [start.index]
    var largest = 0
    while let state = reached.popLast() {
      let id = StringStateID(index: state)
      // Behind a dense state nothing was walked.
      if try isDenseBehindCodePoint(id) { return nil }
      guard let end = try shortestEnd(id) else { return nil }
      largest = max(largest, Int(end))
      for next in rows[Int(state) &<< 8..<Int(state &+ 1) &<< 8] where next >= 0 {
        if seen.insert(next).inserted { reached.append(next) }
      }
      for next in foldedRows[Int(state) &<< 2..<Int(state &+ 1) &<< 2] where next >= 0 {
        if seen.insert(next).inserted { reached.append(next) }
      }
      if seen.count > Self.reachedLimit { return nil }
    }
    return (largest, mask)
  }

  /// Code points that the string may end after, found soon or not at all.
  private mutating func shortestEnd(_ state: StringStateID) throws(AutomatonError) -> Int32? {
    var least: Int32?
    for continuation in try continuations(of: state) {
      var cost = regex.exactCosts[Int(continuation.rest.index)]
      if cost < 0 {
        do throws(AutomatonError) {
          cost = try regex.search(from: continuation.rest, fuel: Self.endFuel)
        } catch .fuelExhausted {
          continue
        }
      }
      if cost < RegexAlgebra.unreachable { least = min(least ?? cost, cost) }
    }
    return least
  }
}
