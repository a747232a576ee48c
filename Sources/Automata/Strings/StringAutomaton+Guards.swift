/// Strings of which a predicate on the whole text decides.
extension StringAutomaton {
  /// Whether a predicate on whole texts has a say in what the string may be.
  package func hasGuard(_ state: StringStateID) -> Bool {
    states[Int(state.index)].choices.contains { regex.hasGuard($0.rest) }
  }

  /// Whether the labels that hold for the string that ends here do not depend on its text.
  package func isSettled(_ state: StringStateID) -> Bool {
    states[Int(state.index)].choices.allSatisfy { regex.isSettled($0.rest) }
  }

  /// The labels of the choices that hold for a string with this text that ends here.
  package func labels(atEndOf state: StringStateID, text: String) -> [Int32] {
    states[Int(state.index)].choices.filter { regex.accepts(text, endingAt: $0.rest) }.map(\.label)
  }

  /// Code points that an open one may become which are tried, and behind how many of them endings are searched for.
  private static let charactersTried = 512
  private static let charactersSearched = 16

  /// Whether the string under way can be completed for some choice, as far as is found; see `RegexAlgebra.canEnd`.
  ///
  /// - Parameters:
  ///   - beginning: its text up to the code point that is being read.
  ///   - open: the bytes of that code point so far.
  package mutating func canEnd(
    _ state: StringStateID, _ beginning: String, open: ArraySlice<UInt8>
  ) throws(AutomatonError) -> Bool {
    let (choices, phase) = (states[Int(state.index)].choices, states[Int(state.index)].phase)
    if phase == .body {
      for choice in choices where try regex.canEnd(beginning, choice.rest) { return true }
      return false
    }
    if choices.contains(where: { !regex.hasGuard($0.rest) }) { return true }
    // Inside of a code point: one that it can become has to do.
    var targets = targets(of: phase)
    var isRead = false
    if case .tail(let missing) = phase {
      targets = [Self.codePoints(startingWith: open, missing: Int(missing))]
      isRead = true
    }
    for limit in [Self.charactersTried, Self.charactersSearched] {
      for choice in choices {
        var left = limit
        for value in targets.joined() {
          guard let scalar = Unicode.Scalar(value) else { continue }
          let next = isRead ? choice.rest : regex.derivative(choice.rest, by: value)
          if next == .none { continue }
          let searches = limit == Self.charactersSearched
          if try regex.canEnd(beginning + String(scalar), next, searches: searches) { return true }
          left -= 1
          if left == 0 { break }
        }
      }
    }
    return false
  }

  /// An ending of a string that is between code points; see `RegexAlgebra.ending`.
  package mutating func ending(of state: StringStateID, _ beginning: String) throws(AutomatonError) -> String? {
    for choice in states[Int(state.index)].choices {
      if let ending = try regex.ending(of: beginning, choice.rest) { return ending }
    }
    return nil
  }

  private static func codePoints(startingWith bytes: ArraySlice<UInt8>, missing: Int) -> ClosedRange<UInt32> {
    var value: UInt32 = 0
    for (index, byte) in bytes.enumerated() {
      // A lead byte has as many high bits as there are bytes, and a zero.
      value = index == 0 ? UInt32(byte & (0x7F >> UInt8(bytes.count + missing))) : value << 6 | UInt32(byte & 0x3F)
    }
    let low = value << (6 * UInt32(missing))
    return low...min(low + ((1 << (6 * UInt32(missing))) - 1), 0x10FFFF)
  }
}
