import Automata

/// Strings in which something may come so often that no token reaches the bound.
extension SchemaAutomaton {
  /// A language without bounds, and with low ones.
  struct BoundedLanguages: InternedKey {
    let free: StringStateID
    let bounded: StringStateID

    func mix(into mixer: inout KeyMixer) { mixer.add(free.index, bounded.index) }
  }

  /// The state of the same strings without bounds on how often something comes, where these make no difference to any
  /// token: neither to those that stay in the string nor to those that end it. The state itself otherwise.
  ///
  /// Where the tokens are the same with low bounds as without any, they are so with all bounds in between. So a string
  /// of which forty words may follow is not another one after every word.
  mutating func unbounded(
    _ string: StringStateID, _ slice: StringSlice, _ memo: inout SliceMemo
  ) throws(SchemaError) -> StringStateID {
    if let known = unboundedStates[string] { return known }
    let result: StringStateID
    do throws(AutomatonError) {
      result = try findUnbounded(string, slice, &memo) ?? string
    } catch {
      throw tooComplex(error)
    }
    unboundedStates[string] = result
    return result
  }

  private mutating func findUnbounded(
    _ string: StringStateID, _ slice: StringSlice, _ memo: inout SliceMemo
  ) throws(AutomatonError) -> StringStateID? {
    guard let free = try space.strings.withoutBounds(string) else { return nil }
    // Worth a look when it comes again.
    if freeLanguages.insert(free).inserted { return nil }
    for level in RegexAlgebra.lowBounds.indices {
      guard let bounded = try space.strings.withBounds(string, level: level, slice) else { continue }
      let languages = BoundedLanguages(free: free, bounded: bounded)
      var isSame = sameTokens[languages]
      if isSame == nil {
        isSame = try bodies(slice, &memo, in: bounded) == bodies(slice, &memo, in: free)
        if isSame! { isSame = try space.strings.endAlike(bounded, free, slice.closingValue.parts) }
        sameTokens[languages] = isSame
      }
      if isSame! { return free }
    }
    return nil
  }

  /// A string with a bound on its length, taken apart.
  struct LimitedString {
    /// The state without the bound.
    let free: StringStateID
    /// Code points that are left.
    let limit: Int
    /// The mask of the tokens that stay in the string.
    let bodies: ContiguousArray<UInt32>
  }

  /// A string with a bound on its length whose tokens are those without it but for a few long ones; nil for others.
  ///
  /// Without the bound a string has few states, and with it another one for each number of code points that are left.
  mutating func limited(
    _ string: StringStateID, _ slice: StringSlice, _ memo: inout SliceMemo
  ) throws(SchemaError) -> LimitedString? {
    do throws(AutomatonError) {
      guard let (free, limit) = try space.strings.withoutLengthLimit(string) else { return nil }
      let end: Int?
      if let known = largestEnds[free] {
        end = known
      } else {
        let found = try space.strings.largestEnd(behindTokens: slice, from: free)
        if let found { memo.bodies[space.strings.languages(of: free)] = found.mask }
        end = found?.end
        largestEnds[free] = .some(end)
      }
      guard let end, limit > end else { return nil }
      var words = try bodies(slice, &memo, in: free)
      let near = limit - end
      if end > 0 {
        guard let tokens = slice.tokens(near + 1...limit) else { return nil }
        let short = slice.mask(limit: near)
        let all = words
        for index in words.indices { words[index] &= short[index] }
        // Of those in between, each is tried.
        for (token, bytes) in tokens where all[Int(token &>> 5)] &>> (token & 31) & 1 == 1 {
          var next = string.index
          for byte in bytes where next >= 0 { next = try space.strings.step(StringStateID(index: next), byte) }
          if next >= 0 { set(token, in: &words) }
        }
      } else {
        let short = slice.mask(limit: near)
        for index in words.indices { words[index] &= short[index] }
      }
      return LimitedString(free: free, limit: limit, bodies: words)
    } catch {
      throw tooComplex(error)
    }
  }
}
