/// A point in time from 0001-01-01 to the end of 9999, to the nanosecond, without leap seconds.
package struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Since 1970-01-01T00:00:00Z.
  package let seconds: Int64
  /// 0..<1,000,000,000, counted forward also before 1970.
  package let nanoseconds: Int32

  private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  init(seconds: Int64) {
    self.seconds = seconds
    nanoseconds = 0
  }

  /// - Throws: `outOfRange` before the year 1 and after 9999.
  package init(seconds: Int64, nanoseconds: Int32) throws(EvaluationProblem) {
    guard Self.range.contains(seconds) else { throw .outOfRange("timestamp") }
    precondition((0..<1_000_000_000).contains(nanoseconds), "\(nanoseconds) ns are no fraction of a second")
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// Reads an RFC 3339 date-time.
  ///
  /// - Throws: `invalidTimestamp`, `outOfRange`.
  package init(text: String) throws(EvaluationProblem) {
    var rest = Array(text.utf8)[...]
    func invalid() -> EvaluationProblem { .invalidTimestamp(text) }
    func number(_ count: Int) throws(EvaluationProblem) -> Int {
      let digits = rest.prefix(count)
      guard digits.count == count, digits.allSatisfy(Lexer.isDigit) else { throw invalid() }
      rest = rest.dropFirst(count)
      return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    func expect(_ choices: String) throws(EvaluationProblem) -> UInt8 {
      guard let byte = rest.popFirst(), choices.utf8.contains(byte) else { throw invalid() }
      return byte
    }
    let year = try number(4)
    // Five digits are a year beyond the range rather than another notation.
    if let next = rest.first, Lexer.isDigit(next) { throw .outOfRange("timestamp") }
    _ = try expect("-")
    let month = try number(2)
    _ = try expect("-")
    let day = try number(2)
    _ = try expect("Tt")
    let hour = try number(2)
    _ = try expect(":")
    let minute = try number(2)
    _ = try expect(":")
    let second = try number(2)
    var nanoseconds: Int32 = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      let digits = rest.prefix(while: Lexer.isDigit)
      guard !digits.isEmpty else { throw invalid() }
      rest = rest.dropFirst(digits.count)
      let nine = digits.prefix(9) + [UInt8](repeating: 0x30, count: max(0, 9 - digits.count))
      nanoseconds = nine.reduce(0) { $0 * 10 + Int32($1 - 0x30) }
    }
    var offset = 0
    let zone = try expect("Zz+-")
    if zone | 0x20 != UInt8(ascii: "z") {
      let hours = try number(2)
      _ = try expect(":")
      let minutes = try number(2)
      guard hours < 24, minutes < 60 else { throw invalid() }
      offset = (hours * 60 + minutes) * (zone == UInt8(ascii: "-") ? -60 : 60)
    }
    guard rest.isEmpty, (1...12).contains(month), day >= 1, day <= CivilDate.days(inMonth: month, of: year), hour < 24,
      minute < 60, second < 60
    else { throw invalid() }
    let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
    try self.init(
      seconds: Int64(days * 86_400 + hour * 3_600 + minute * 60 + second - offset), nanoseconds: nanoseconds)
  }

  /// RFC 3339 in UTC, with as many decimals as are needed.
  package var description: String {
    let clock = clock(offset: 0)
    return Self.pad(clock.date.year, 4) + "-" + Self.pad(clock.date.month, 2) + "-" + Self.pad(clock.date.day, 2) + "T"
      + Self.pad(clock.hour, 2) + ":" + Self.pad(clock.minute, 2) + ":" + Self.pad(clock.second, 2)
      + Self.fraction(Int(nanoseconds)) + "Z"
  }

  private static func pad(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }

  /// A point and the decimals of a fraction of a second without trailing zeros; empty for none.
  static func fraction(_ nanoseconds: Int) -> String {
    guard nanoseconds != 0 else { return "" }
    var digits = pad(nanoseconds, 9)
    while digits.last == "0" { digits.removeLast() }
    return "." + digits
  }

  /// What a calendar and a clock show where the time is `offset` seconds ahead of UTC.
  func clock(offset: Int) -> (date: CivilDate, hour: Int, minute: Int, second: Int) {
    let local = Int(seconds) + offset
    let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    let rest = local - days * 86_400
    return (CivilDate(daysSinceEpoch: days), rest / 3_600, rest / 60 % 60, rest % 60)
  }

  /// - Throws: `outOfRange`.
  func adding(nanoseconds difference: Int64) throws(EvaluationProblem) -> Timestamp {
    let total = Int64(nanoseconds) + difference % 1_000_000_000
    let carry: Int64 = total < 0 ? -1 : total >= 1_000_000_000 ? 1 : 0
    return try Timestamp(
      seconds: seconds + difference / 1_000_000_000 + carry, nanoseconds: Int32(total - carry * 1_000_000_000))
  }

  /// - Throws: `outOfRange` when nanoseconds do not fit into 64 bits.
  func subtracting(_ other: Timestamp) throws(EvaluationProblem) -> TimeSpan {
    let (scaled, first) = (seconds - other.seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, second) = scaled.addingReportingOverflow(Int64(nanoseconds) - Int64(other.nanoseconds))
    if first || second { throw .outOfRange("duration") }
    return TimeSpan(nanoseconds: sum)
  }
}
