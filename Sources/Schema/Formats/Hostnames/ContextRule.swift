import Automata

/// The contextual rules of RFC 5892, appendix A.
enum ContextRule {
  /// Whether the code point at `position`, one that needs a rule, may stand there.
  static func accepts(_ label: [Unicode.Scalar], at position: Int) -> Bool {
    let before = position > 0 ? label[position - 1] : nil
    let after = position + 1 < label.count ? label[position + 1] : nil
    switch label[position].value {
    case 0x200C: return isVirama(before) || joins(label, at: position)
    case 0x200D: return isVirama(before)
    case 0xB7: return before == "l" && after == "l"
    case 0x375: return isOf(greek, after)
    case 0x5F3, 0x5F4: return isOf(hebrew, before)
    case 0x30FB: return label.contains(where: katakanaHiraganaOrHan.contains)
    case 0x660...0x669: return !label.contains { (0x6F0...0x6F9).contains($0.value) }
    case 0x6F0...0x6F9: return !label.contains { (0x660...0x669).contains($0.value) }
    default: preconditionFailure("U+\(String(label[position].value, radix: 16)) has no contextual rule")
    }
  }

  private static func isVirama(_ scalar: Unicode.Scalar?) -> Bool {
    scalar?.properties.canonicalCombiningClass == .virama
  }

  /// Whether the letters around a non-joiner would join: (L or D) T* here T* (R or D).
  private static func joins(_ label: [Unicode.Scalar], at position: Int) -> Bool {
    guard let before = label[..<position].last(where: { !JoiningType.isTransparent($0) }),
      let after = label[(position + 1)...].first(where: { !JoiningType.isTransparent($0) })
    else { return false }
    return JoiningType.joinsLeft.contains(before) && JoiningType.joinsRight.contains(after)
  }

  private static func isOf(_ script: CodePointSet, _ scalar: Unicode.Scalar?) -> Bool {
    scalar.map(script.contains) ?? false
  }

  private static let greek = UnicodeProperty.script("Greek")
  private static let hebrew = UnicodeProperty.script("Hebrew")
  private static let katakanaHiraganaOrHan =
    UnicodeProperty.script("Katakana").union(UnicodeProperty.script("Hiragana")).union(UnicodeProperty.script("Han"))
}
