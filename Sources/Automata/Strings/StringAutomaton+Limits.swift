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
    guard let known = farthestEnds[language] else {
      // Where a pattern counts, its language is another one after every token: it is worth a look when it comes again.
      farthestEnds[language] = .some(nil)
      return nil
    }
    guard let free = try start([StringChoice(label: choices[0].label, rest: language)]) else { return nil }
    let farthest: Int
    if let known {
      farthest = known
    } else {
      farthest = try self.farthest(from: free, slice)
      farthestEnds[language] = farthest
    }
    return farthest <= limit ? free : nil
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
