/// The requirements of RFC 5891 §4.2 on a U-label, but for the Bidi rule, which looks at all labels of a name.
enum DomainLabel {
  /// The U-label that an A-label stands for; nil when it stands for none, or in another spelling than its own.
  static func decode(aLabel text: some BidirectionalCollection<UInt8>) -> [Unicode.Scalar]? {
    let encoded = text.dropFirst(Punycode.prefix.utf8.count)
    guard let label = Punycode.decode(encoded), !label.allSatisfy(\.isASCII), isULabel(label),
      Punycode.encode(label).elementsEqual(encoded.map { $0.isLetter ? $0 | 0x20 : $0 })
    else { return nil }
    return label
  }

  static func isULabel(_ label: [Unicode.Scalar]) -> Bool {
    guard let first = label.first, first != "-", label.last != "-",
      !(label.count >= 4 && label[2] == "-" && label[3] == "-")
    else { return false }
    switch first.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return false
    default: break
    }
    return label.indices.allSatisfy { position in
      switch DomainCodePoint(label[position]) {
      case .valid: true
      case .contextual: ContextRule.accepts(label, at: position)
      case .disallowed: false
      }
    } && CanonicalComposition.isComposed(label)
  }
}
