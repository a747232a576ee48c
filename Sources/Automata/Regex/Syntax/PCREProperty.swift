import PCRE2

/// Properties that the standard library does not tell: Script and Script_Extensions, and a few of emoji. PCRE2's Unicode
/// tables know them (Unicode 14 in PCRE2 10.42, so scripts that came later are unknown).
enum PCREProperty {
  /// The scalars that match `\p{text}` in PCRE2; nil when PCRE2 knows no such property.
  static func set(_ text: String) -> CodePointSet? {
    guard text.utf8.allSatisfy({ $0 == 0x3A || $0 == 0x5F || (0x30...0x39).contains($0) || ($0 | 0x20) >= 0x61 }) else {
      return nil
    }
    do throws(PCRE2Error) {
      var ranges: [ClosedRange<UInt32>] = []
      // A match is a run of neighbours in the code space's text, so it is a range but for the surrogates' gap.
      try Pattern("\\p{\(text)}+").forEachMatch(in: codeSpace.span) { match in
        let first = decode(codeSpace[match.lowerBound...])
        var last = match.upperBound - 1
        while codeSpace[last] & 0xC0 == 0x80 { last -= 1 }
        ranges.append(first...decode(codeSpace[last...]))
      }
      return CodePointSet(ranges)
    } catch {
      guard case .invalidPattern = error else { preconditionFailure("a class cannot exceed a limit: \(error)") }
      return nil
    }
  }

  private static func decode(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    let first = bytes[bytes.startIndex]
    guard first >= 0x80 else { return UInt32(first) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    return bytes.dropFirst().prefix(length - 1).reduce(UInt32(first) & (0x7F >> UInt32(length))) {
      $0 << 6 | UInt32($1 & 0x3F)
    }
  }

  /// Every scalar in order, as UTF-8 (4.4 MB).
  private static let codeSpace: [UInt8] = {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4_400_000)
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      bytes.append(contentsOf: UTF8.encode(scalar)!)
    }
    return bytes
  }()
}
