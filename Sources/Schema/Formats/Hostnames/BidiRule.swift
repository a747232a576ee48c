import Automata

/// The Bidi rule of RFC 5893 §2.
enum BidiRule {
  /// Whether all labels of a name obey the rule; it binds only names in which some character runs from right to left.
  static func accepts(_ labels: [[Unicode.Scalar]]) -> Bool {
    guard labels.contains(where: { $0.contains(where: rightToLeftName.contains) }) else { return true }
    return labels.allSatisfy(accepts)
  }

  private static func accepts(_ label: [Unicode.Scalar]) -> Bool {
    guard let first = label.first, let last = label.last(where: { !nonspacing.contains($0) }) else { return false }
    if strongRight.contains(first) {
      return label.allSatisfy(rightToLeftLabel.contains) && (strongRight.contains(last) || number.contains(last))
        && !(label.contains(where: europeanNumber.contains) && label.contains(where: arabicNumber.contains))
    }
    return left.contains(first) && label.allSatisfy(leftToRightLabel.contains)
      && (left.contains(last) || europeanNumber.contains(last))
  }

  private static func of(_ classes: String...) -> CodePointSet {
    classes.reduce(CodePointSet()) { $0.union(UnicodeProperty.bidiClass($1)) }
  }

  private static let left = of("L")
  private static let strongRight = of("R", "AL")
  private static let europeanNumber = of("EN")
  private static let arabicNumber = of("AN")
  private static let number = of("EN", "AN")
  private static let nonspacing = of("NSM")
  private static let rightToLeftName = of("R", "AL", "AN")
  private static let rightToLeftLabel = of("R", "AL", "AN", "EN", "ES", "CS", "ET", "ON", "BN", "NSM")
  private static let leftToRightLabel = of("L", "EN", "ES", "CS", "ET", "ON", "BN", "NSM")
}
