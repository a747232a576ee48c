/// The rule for moments behind a zone file's table, in the notation of POSIX's TZ variable as RFC 8536 extends it,
/// such as `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixZone {
  /// A day of every year and the second of it, in local time.
  private struct Change {
    enum Day {
      /// From 1; February 29 is never counted.
      case julian(Int)
      /// From 0; February 29 is counted.
      case ordinal(Int)
      /// The last one for week 5; weekdays from 0 for Sunday.
      case weekday(month: Int, week: Int, weekday: Int)
    }

    let day: Day
    let time: Int

    /// Seconds since 1970 by the local clock.
    func moment(in year: Int) -> Int {
      let newYear = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
      let days: Int
      switch day {
      case .julian(let number): days = newYear + number - (CivilDate.isLeap(year) && number >= 60 ? 0 : 1)
      case .ordinal(let number): days = newYear + number
      case .weekday(let month, let week, let weekday):
        let first = CivilDate(year: year, month: month, day: 1)
        var day = 1 + (weekday - first.dayOfWeek + 7) % 7 + (week - 1) * 7
        while day > CivilDate.days(inMonth: month, of: year) { day -= 7 }
        days = first.daysSinceEpoch + day - 1
      }
      return days * 86_400 + time
    }
  }

  private let standard: Int
  private var daylight: (offset: Int, start: Change, end: Change)?

  /// Nil for a text that is no rule.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    guard Self.name(&rest), let west = Self.time(&rest) else { return nil }
    standard = -west
    if rest.isEmpty { return }
    guard Self.name(&rest) else { return nil }
    var offset = standard + 3_600
    if rest.first != UInt8(ascii: ",") {
      guard let west = Self.time(&rest) else { return nil }
      offset = -west
    }
    guard let start = Self.change(&rest), let end = Self.change(&rest), rest.isEmpty else { return nil }
    daylight = (offset, start, end)
  }

  func offset(at seconds: Int) -> Int {
    guard let (offset, start, end) = daylight else { return standard }
    let local = seconds + standard
    let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    let year = CivilDate(daysSinceEpoch: days).year
    let first = start.moment(in: year) - standard
    let last = end.moment(in: year) - offset
    let isDaylight = first < last ? (first..<last).contains(seconds) : !(last..<first).contains(seconds)
    return isDaylight ? offset : standard
  }

  /// Letters, or anything between `<` and `>`.
  private static func name(_ rest: inout ArraySlice<UInt8>) -> Bool {
    if rest.first == UInt8(ascii: "<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[(end + 1)...]
      return true
    }
    let letters = rest.prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
    rest = rest.dropFirst(letters.count)
    return letters.count >= 3
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let digits = rest.prefix(while: Lexer.isDigit)
    guard (1...3).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return Int(String(decoding: digits, as: UTF8.self))
  }

  private static func take(_ character: Character, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == character.asciiValue else { return false }
    rest.removeFirst()
    return true
  }

  /// `[±]h[:m[:s]]` in seconds.
  private static func time(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let isNegative = take("-", &rest)
    if !isNegative { _ = take("+", &rest) }
    guard var seconds = number(&rest).map({ $0 * 3_600 }) else { return nil }
    for unit in [60, 1] {
      guard take(":", &rest) else { break }
      guard let part = number(&rest) else { return nil }
      seconds += part * unit
    }
    return isNegative ? -seconds : seconds
  }

  private static func change(_ rest: inout ArraySlice<UInt8>) -> Change? {
    guard take(",", &rest) else { return nil }
    let day: Change.Day
    if take("M", &rest) {
      guard let month = number(&rest), take(".", &rest), let week = number(&rest), take(".", &rest),
        let weekday = number(&rest), (1...12).contains(month), (1...5).contains(week), weekday < 7
      else { return nil }
      day = .weekday(month: month, week: week, weekday: weekday)
    } else if take("J", &rest) {
      guard let number = number(&rest) else { return nil }
      day = .julian(number)
    } else {
      guard let number = number(&rest) else { return nil }
      day = .ordinal(number)
    }
    guard take("/", &rest) else { return Change(day: day, time: 7_200) }
    return time(&rest).map { Change(day: day, time: $0) }
  }
}
