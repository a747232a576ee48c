/// Whether text is in Normalization Form C, for text of code points that are each stable under it.
///
/// The standard library does not offer normalization, but its strings compare by canonical equivalence: a pair that
/// equals a single scalar is a pair that composes.
enum CanonicalComposition {
  static func isComposed(_ text: [Unicode.Scalar]) -> Bool {
    var starter: Unicode.Scalar?
    var previousClass: UInt8 = 0
    for scalar in text {
      let combiningClass = scalar.properties.canonicalCombiningClass.rawValue
      if combiningClass != 0, combiningClass < previousClass { return false }
      // What stands between blocks a mark of its own class, and a starter behind any mark.
      let isBlocked = previousClass != 0 && combiningClass <= previousClass
      if let starter, !isBlocked, composites.contains(pair(starter, scalar)) { return false }
      if combiningClass == 0 { starter = scalar }
      previousClass = combiningClass
    }
    return true
  }

  private static func pair(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> String {
    var text = String.UnicodeScalarView()
    text.append(first)
    text.append(second)
    return String(text)
  }

  /// All scalars that pairs can compose to. Hangul syllables are left out: their parts are not allowed in labels.
  private static let composites: Set<String> = {
    var texts: Set<String> = []
    // No other block has composites that composition does not exclude.
    for value in [0xC0...0x33FF, 0x10000...0x16FFF].joined() {
      guard let scalar = Unicode.Scalar(UInt32(value)), !scalar.properties.isFullCompositionExclusion else { continue }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .otherLetter, .nonspacingMark, .spacingMark:
        texts.insert(String(Character(scalar)))
      default: break
      }
    }
    return texts
  }()
}
