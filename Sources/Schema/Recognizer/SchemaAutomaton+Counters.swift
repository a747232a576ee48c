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
}
