/// Whether texts are ECMA-262 patterns.
package enum PatternReader {
  /// Whether `RegexParser` takes the text, but for ranges between code points beyond ASCII that stand for themselves:
  /// whether `[é-à]` runs backwards is not looked at. Texts of any length are read.
  package static func accepts(_ text: String) -> Bool {
    var state = PatternText()
    for scalar in text.unicodeScalars {
      guard let next = state.step(scalar.value) else { return false }
      state = next
    }
    return state.isComplete
  }
}
