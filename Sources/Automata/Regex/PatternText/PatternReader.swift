/// Whether texts are ECMA-262 patterns.
package enum PatternReader {
  /// Whether `RegexParser` takes the text. Texts of any length are read.
  package static func accepts(_ text: String) -> Bool { state(behind: text)?.isComplete ?? false }

  /// The predicate for what the algebra's states don't remember of a pattern.
  static let predicate = TextPredicate(accepts: accepts, endings: { AnySequence(endings(of: $0)) })

  private static func state(behind text: String) -> PatternText? {
    var state = PatternText()
    for scalar in text.unicodeScalars {
      guard let next = state.step(scalar.value) else { return nil }
      state = next
    }
    return state
  }

  /// A shortest completion; nothing when there is none.
  private static func endings(of beginning: String) -> [String] {
    guard let state = state(behind: beginning) else { return [] }
    var algebra = RegexAlgebra()
    let rest = algebra.patternText(state)
    do throws(AutomatonError) {
      return [RegexAlgebra.text(try algebra.witness(of: rest))]
    } catch {
      // Costs of pattern texts are known, nothing is searched for.
      return []
    }
  }
}
