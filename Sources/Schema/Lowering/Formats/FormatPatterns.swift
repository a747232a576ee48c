/// The formats whose texts are a regular language, as ECMA-262 patterns for whole texts.
///
/// Each says what the check of the same name in `StringFormat` accepts; the tests compare the two.
enum FormatPatterns {
  static let digits2 = "[0-9]{2}"

  /// A day that exists in the Gregorian calendar.
  static let date: String = {
    let leapYear = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
    let day31 = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    let day30 = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    return "(?:[0-9]{4}-(?:\(day31)|\(day30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|\(leapYear)-02-29)"
  }()

  /// Second 60 only in the last minute of a day in UTC, whatever the offset.
  static let time: String = {
    let ordinary =
      "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
    // Hours and minutes are compared apart, one of them in a lookahead, since all pairs of both are many.
    let second = ":60(?:\\.[0-9]+)?"
    let leaps = [
      "23:59\(second)[Zz]",
      "(?=\(pairs(24) { "[0-5][0-9]\(second)-\(two(23 - $0)):" }))"
        + "\(digits2):\(pairs(60, separator: "") { "\(second)-\(digits2):\(two(59 - $0))" })",
      "(?=\(pairs(24) { "[0-5][0-9]\(second)\\+\(two($0)):" }))"
        + "\(digits2):\(pairs(59, separator: "") { "\(second)\\+\(digits2):\(two($0 + 1))" })",
      pairs(24) { "59\(second)\\+\(two(($0 + 1) % 24)):00" },
    ]
    return "(?:\(ordinary)|\(leaps.joined(separator: "|")))"
  }()

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Each number of two digits with what follows it, by the first digit.
  private static func pairs(_ count: Int, separator: String = ":", _ rest: (Int) -> String) -> String {
    let tens = stride(from: 0, to: count, by: 10).map { ten in
      let ones = (ten..<min(ten + 10, count)).map { "\($0 - ten)\(separator)\(rest($0))" }
      return "\(ten / 10)(?:\(ones.joined(separator: "|")))"
    }
    return "(?:\(tens.joined(separator: "|")))"
  }

  static let dateTime = "\(date)[Tt]\(time)"

  static let duration: String = {
    let time = "T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)"
    let date = "(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)"
    return "P(?:\(time)|[0-9]+W|\(date)(?:\(time))?)"
  }()

  static let ipv4: String = {
    let octet = "(?:[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
    return "\(octet)(?:\\.\(octet)){3}"
  }()

  static let ipv6: String = {
    let group = "[0-9A-Fa-f]{1,4}"
    func left(_ count: Int) -> String { count == 0 ? "" : "\(group)(?::\(group)){\(count - 1)}" }
    func right(upTo most: Int) -> String {
      guard most > 0 else { return "" }
      var texts = ["\(group)(?::\(group)){0,\(most - 1)}"]
      if most >= 2 { texts.append("(?:\(group):){0,\(most - 2)}\(ipv4)") }
      return "(?:\(texts.joined(separator: "|")))?"
    }
    var texts = ["(?:\(group):){7}\(group)", "(?:\(group):){6}\(ipv4)"]
    texts += (0...7).map { "\(left($0))::\(right(upTo: 7 - $0))" }
    return "(?:\(texts.joined(separator: "|")))"
  }()

  static let uuid = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

  static let jsonPointer = "(?:/(?:[^~/]|~[01])*)*"
  static let relativeJSONPointer = "(?:0|[1-9][0-9]*)(?:#|\(jsonPointer))"

  static func email(international: Bool) -> String {
    let wide = international ? "\\u{80}-\\u{10FFFF}" : ""
    let atom = "[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~\(wide)]+"
    let quoted = "\"(?:[ !#-\\[\\]-~\(wide)]|\\\\[ -~])*\""
    let word = "[A-Za-z0-9\(wide)]"
    let label = "\(word)(?:[A-Za-z0-9\\-\(wide)]*\(word))?"
    let literal =
      "\\[(?:\(ipv4)|[Ii][Pp][Vv]6:\(ipv6)|(?!(?:[Ii][Pp][Vv]6):)[A-Za-z0-9\\-]*[A-Za-z0-9]:[!-Z^-~]+)\\]"
    return "(?:\(atom)(?:\\.\(atom))*|\(quoted))@(?:\(label)(?:\\.\(label))*|\(literal))"
  }

  private static let plain = "A-Za-z0-9\\-._~!$&'()*+,;="
  private static let percent = "%[0-9A-Fa-f]{2}"
  private static let planes = (1...14).map { plane in
    "\\u{\(hex(plane << 16 + (plane == 14 ? 0x1000 : 0)))}-\\u{\(hex(plane << 16 + 0xFFFD))}"
  }.joined()
  /// ucschar of RFC 3987.
  private static let international = "\\u{A0}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFEF}\(planes)"
  /// iprivate of RFC 3987.
  private static let privateUse = "\\u{E000}-\\u{F8FF}\\u{F0000}-\\u{FFFFD}\\u{100000}-\\u{10FFFD}"

  private static func hex(_ number: Int) -> String { String(number, radix: 16) }

  static func uri(relative: Bool, international isInternational: Bool) -> String {
    let wide = isInternational ? international : ""
    func characters(_ extra: String) -> String { "(?:[\(plain)\(extra)\(wide)]|\(percent))" }
    let future = "[Vv][0-9A-Fa-f]+\\.[\(plain):]+"
    let host = "(?:\\[(?:\(ipv6)|\(future))\\]|\(characters(""))*)"
    let authority = "//(?:\(characters(":"))*@)?\(host)(?::[0-9]*)?(?:/\(characters(":@/"))*)?"
    let absolutePath = "/(?:\(characters(":@"))\(characters(":@/"))*)?"
    let rootless = "\(characters(":@"))\(characters(":@/"))*"
    let hierarchy = "(?:\(authority)|\(absolutePath)|\(rootless))?"
    let query = "(?:\\?\(characters(":@/?" + (isInternational ? privateUse : "")))*)?"
    let tail = "\(query)(?:#\(characters(":@/?"))*)?"
    let absolute = "[A-Za-z][A-Za-z0-9+\\-.]*:\(hierarchy)\(tail)"
    guard relative else { return absolute }
    let noColon = "\(characters("@"))+(?:/\(characters(":@/"))*)?"
    return "(?:\(absolute)|(?:\(authority)|\(absolutePath)|\(noColon))?\(tail))"
  }

  static let uriTemplate: String = {
    let name = "(?:[A-Za-z0-9_]|\(percent))+"
    let variable = "\(name)(?:\\.\(name))*(?:\\*|:[1-9][0-9]{0,3})?"
    let expression = "\\{[+#./;?&=,!@|]?\(variable)(?:,\(variable))*\\}"
    let literal = "[!#$&'()*+,\\-./0-9:;=?@A-Z\\[\\]_a-z~\(international)\(privateUse)]"
    return "(?:\(literal)|\(percent)|\(expression))*"
  }()

  /// Names of letters, digits and inner hyphens, whatever labels that begin with `xn--` stand for.
  static let hostname: String = {
    let inner = "[A-Za-z0-9\\-]{0,61}"
    let label = "[A-Za-z0-9](?:\(inner)[A-Za-z0-9])?"
    return "(?![^]{254})\(label)(?:\\.\(label))*"
  }()

  /// Those without such labels.
  static let plainHostname = "(?!(?:[^]*\\.)?[Xx][Nn]--)\(hostname)"

  /// Those without hyphens where only such labels may have them.
  static let plainInternationalHostname = "(?!(?:[^]*\\.)?[^.][^.]--)\(hostname)"
}
