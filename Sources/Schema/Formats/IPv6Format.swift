/// `ipv6`: the texts of RFC 4291 §2.2, without zone.
enum IPv6Format {
  static func accepts(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    // Everything before a double colon, and everything after it.
    guard let gap = bytes.indices.dropLast().first(where: { bytes[$0] == colon && bytes[$0 + 1] == colon }) else {
      return groups(bytes[...], mayEndInIPv4: true) == 8
    }
    guard let left = groups(bytes[..<gap], mayEndInIPv4: false),
      let right = groups(bytes[(gap + 2)...], mayEndInIPv4: true)
    else { return false }
    return left + right <= 7
  }

  private static let colon = UInt8(ascii: ":")

  /// How many groups of 16 bits the text has, an IPv4 address at its end counting as two; nil when it is malformed.
  private static func groups(_ text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> Int? {
    guard !text.isEmpty else { return 0 }
    let parts = text.split(separator: colon, omittingEmptySubsequences: false)
    var count = 0
    for (position, part) in parts.enumerated() {
      if (1...4).contains(part.count), part.allSatisfy(\.isHexDigit) {
        count += 1
      } else if mayEndInIPv4, position == parts.count - 1, IPv4Format.accepts(String(decoding: part, as: UTF8.self)) {
        count += 2
      } else {
        return nil
      }
    }
    return count
  }
}
