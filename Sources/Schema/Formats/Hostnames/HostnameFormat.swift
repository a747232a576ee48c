/// `hostname`: RFC 1123 §2.1 with the label lengths of RFC 1034; labels that begin with `xn--` must be A-labels.
enum HostnameFormat {
  /// Longest name in its ASCII form, without a final dot.
  static let maximumLength = 253

  static func accepts(_ text: String) -> Bool {
    guard text.utf8.count <= maximumLength else { return false }
    var labels: [[Unicode.Scalar]] = []
    for part in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
      guard isLabel(part) else { return false }
      guard Punycode.hasPrefix(part) else {
        labels.append(part.map { Unicode.Scalar($0) })
        continue
      }
      guard let label = DomainLabel.decode(aLabel: part) else { return false }
      labels.append(label)
    }
    return BidiRule.accepts(labels)
  }

  /// Letters, digits and inner hyphens, 1 to 63 of them.
  static func isLabel(_ text: some BidirectionalCollection<UInt8>) -> Bool {
    (1...63).contains(text.count) && text.first != UInt8(ascii: "-") && text.last != UInt8(ascii: "-")
      && text.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
  }
}
