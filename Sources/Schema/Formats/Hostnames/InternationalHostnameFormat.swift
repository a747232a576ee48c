/// `idn-hostname`: labels of RFC 5890 (IDNA 2008), separated by any of the four dots that RFC 3490 §3.1 lists.
enum InternationalHostnameFormat {
  static func accepts(_ text: String) -> Bool {
    var labels: [[Unicode.Scalar]] = []
    var length = 0
    let parts = text.unicodeScalars.split(omittingEmptySubsequences: false) {
      $0 == "." || $0 == "\u{3002}" || $0 == "\u{FF0E}" || $0 == "\u{FF61}"
    }
    for part in parts {
      guard let (label, encodedLength) = label(Array(part)) else { return false }
      labels.append(label)
      length += encodedLength
    }
    return length + parts.count - 1 <= HostnameFormat.maximumLength && BidiRule.accepts(labels)
  }

  /// The label as a U-label, or itself when it is plain ASCII, with the length of its ASCII form.
  private static func label(_ scalars: [Unicode.Scalar]) -> (label: [Unicode.Scalar], encodedLength: Int)? {
    guard scalars.allSatisfy(\.isASCII) else {
      guard DomainLabel.isULabel(scalars) else { return nil }
      let length = Punycode.prefix.utf8.count + Punycode.encode(scalars).count
      return length <= 63 ? (scalars, length) : nil
    }
    let bytes = scalars.map { UInt8($0.value) }
    guard HostnameFormat.isLabel(bytes) else { return nil }
    if Punycode.hasPrefix(bytes) { return DomainLabel.decode(aLabel: bytes).map { ($0, bytes.count) } }
    // Hyphens in third and fourth place are reserved for prefixes.
    return bytes.count >= 4 && bytes[2] == UInt8(ascii: "-") && bytes[3] == UInt8(ascii: "-")
      ? nil : (scalars, bytes.count)
  }
}
