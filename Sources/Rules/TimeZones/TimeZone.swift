/// A rule for the difference between local time and UTC.
enum TimeZone {
  case fixed(seconds: Int)
  case named(ZoneFile)

  /// `UTC`, `±HH:MM`, `HH:MM`, or a name of the system's time zone database.
  ///
  /// - Throws: `unknownTimeZone` also when the system has no such database.
  init(_ text: String, _ meter: inout CostMeter) throws(EvaluationProblem) {
    if text == "UTC" || text == "Z" || text.isEmpty {
      self = .fixed(seconds: 0)
    } else if let seconds = Self.fixedOffset(text) {
      self = .fixed(seconds: seconds)
    } else {
      // A file is read.
      try meter.charge(100)
      guard let file = ZoneFile(name: text) else { throw .unknownTimeZone(text) }
      self = .named(file)
    }
  }

  private static func fixedOffset(_ text: String) -> Int? {
    var rest = text.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let parts = rest.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(Lexer.isDigit) }),
      let hours = Int(String(decoding: parts[0], as: UTF8.self)),
      let minutes = Int(String(decoding: parts[1], as: UTF8.self)), hours < 24, minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * (isNegative ? -60 : 60)
  }

  /// Seconds that local time is ahead of UTC at a moment.
  func offset(at timestamp: Timestamp) -> Int {
    switch self {
    case .fixed(let seconds): seconds
    case .named(let file): file.offset(at: timestamp.seconds)
    }
  }
}
