/// `duration`: the grammar in appendix A of RFC 3339. Units stand in order and without gaps (`P1Y2D` is none).
enum DurationFormat {
  static func accepts(_ text: String) -> Bool {
    var scanner = TextScanner(text)
    guard scanner.take("P") else { return false }
    if scanner.take("T") { return accepts("HMS", &scanner) && scanner.isAtEnd }
    var weeks = scanner
    if accepts("W", &weeks), weeks.isAtEnd { return true }
    guard accepts("YMD", &scanner) else { return false }
    return scanner.isAtEnd || scanner.take("T") && accepts("HMS", &scanner) && scanner.isAtEnd
  }

  /// One or more neighbours of `units`, each after a number.
  private static func accepts(_ units: String, _ scanner: inout TextScanner) -> Bool {
    var allowed = Array(units.utf8)[...]
    var isFirst = true
    while scanner.next?.isDigit == true {
      _ = scanner.skipDigits()
      guard let unit = scanner.next, let place = allowed.firstIndex(of: unit), isFirst || place == allowed.startIndex,
        scanner.take(unit)
      else { return false }
      allowed = allowed[(place + 1)...]
      isFirst = false
    }
    return !isFirst
  }
}
