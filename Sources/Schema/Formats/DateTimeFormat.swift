/// `date-time`: RFC 3339.
enum DateTimeFormat {
  static func accepts(_ text: String) -> Bool {
    var scanner = TextScanner(text)
    return DateFormat.accepts(&scanner) && scanner.take(oneOf: "Tt") != nil && TimeFormat.accepts(&scanner)
      && scanner.isAtEnd
  }
}
