import Automata

/// What completes the beginning of a host's name: endings among which one will do wherever the beginning can be
/// completed at all, as far as labels are not about to be too long.
enum HostnameEndings {
  static let plain = TextPredicate(
    accepts: HostnameFormat.accepts,
    endings: { AnySequence([AnySequence(["", "a"]), aLabelEndings(of: $0)].joined()) })

  static let international = TextPredicate(
    accepts: InternationalHostnameFormat.accepts,
    endings: { AnySequence([AnySequence(letters), aLabelEndings(of: $0)].joined()) })

  /// A letter of each direction, and those that contextual rules wait for: a Greek one, one that joins in either
  /// direction of writing, a kana, and the letter behind a middle dot.
  private static let letters = ["", "a", "0", "l", "\u{3B1}", "\u{5D0}", "\u{628}", "\u{1820}", "\u{30A2}"]

  /// Endings of the label under way when it begins with `xn--`.
  private static func aLabelEndings(of beginning: String) -> AnySequence<String> {
    let label = beginning.utf8.reversed().prefix { $0 != UInt8(ascii: ".") }.reversed()
    let bytes = Array(label)
    if bytes.count < 4, bytes.allSatisfy({ $0 < 0x80 }),
      Punycode.prefix.hasPrefix(String(decoding: bytes, as: UTF8.self).lowercased())
    {
      return AnySequence([String((Punycode.prefix + "9ca").dropFirst(bytes.count))])
    }
    guard bytes.count >= 4, bytes.count < 63, Punycode.hasPrefix(bytes), bytes.allSatisfy({ $0 < 0x80 }) else {
      return AnySequence([])
    }
    let basic = bytes.dropFirst(4)
    var endings: [String] = []
    // What stands there becomes the part in plain letters, and one more letter joins it.
    for isHyphenMissing in [false, true] {
      let plain = isHyphenMissing ? Array(basic) : Array(basic.dropLast())
      if !isHyphenMissing, basic.last != UInt8(ascii: "-") { continue }
      for (letter, atEnd) in [("\u{E9}", true), ("\u{E9}", false), ("\u{5D0}", true), ("\u{5D0}", false)] {
        let letter = Unicode.Scalar(letter)!
        let scalars = plain.map { Unicode.Scalar($0) }
        let encoded = Punycode.encode(atEnd ? scalars + [letter] : [letter] + scalars)
        endings.append(String(decoding: encoded.dropFirst(basic.count), as: UTF8.self))
      }
    }
    // A number under way takes up to three more digits in general; of three, some will do.
    let room = 63 - bytes.count
    let one = AnySequence(digits)
    let two = AnySequence(digits.lazy.flatMap { head in digits.lazy.map { head + $0 } })
    let three = AnySequence(
      some.lazy.flatMap { first in
        digits.lazy.flatMap { second in some.lazy.map { first + second + $0 } }
      })
    return AnySequence([AnySequence(endings), one, two, three].prefix(min(room, 3) + 1).joined())
  }

  private static let some = ["a", "h", "q", "z"]
  private static let digits = "0123456789abcdefghijklmnopqrstuvwxyz".map { String($0) }
}
