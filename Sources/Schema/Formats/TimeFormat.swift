/// `time`: full-time of RFC 3339. Second 60 exists in the last minute of a day in UTC only.
enum TimeFormat {
  static func accepts(_ text: String) -> Bool {
    var scanner = TextScanner(text)
    return accepts(&scanner) && scanner.isAtEnd
  }

  static func accepts(_ scanner: inout TextScanner) -> Bool {
    guard let hour = scanner.digits(2), scanner.take(":"), let minute = scanner.digits(2), scanner.take(":"),
      let second = scanner.digits(2), hour < 24, minute < 60, second <= 60
    else { return false }
    if scanner.take("."), scanner.skipDigits() == 0 { return false }
    guard let offset = offset(&scanner) else { return false }
    let minuteOfDay = (hour * 60 + minute - offset + 2 * 1440) % 1440
    return second < 60 || minuteOfDay == 1439
  }

  /// Minutes east of UTC.
  private static func offset(_ scanner: inout TextScanner) -> Int? {
    guard let sign = scanner.take(oneOf: "Zz+-") else { return nil }
    if sign | 0x20 == UInt8(ascii: "z") { return 0 }
    guard let hour = scanner.digits(2), scanner.take(":"), let minute = scanner.digits(2), hour < 24, minute < 60 else {
      return nil
    }
    return (hour * 60 + minute) * (sign == UInt8(ascii: "-") ? -1 : 1)
  }
}
