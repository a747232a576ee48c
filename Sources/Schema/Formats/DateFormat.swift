/// `date`: full-date of RFC 3339, a day that exists in the Gregorian calendar.
enum DateFormat {
  static func accepts(_ text: String) -> Bool {
    var scanner = TextScanner(text)
    return accepts(&scanner) && scanner.isAtEnd
  }

  static func accepts(_ scanner: inout TextScanner) -> Bool {
    guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
      let day = scanner.digits(2), (1...12).contains(month)
    else { return false }
    return day >= 1 && day <= days(month, year)
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
