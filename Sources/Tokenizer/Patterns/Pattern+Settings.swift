import JSON
import PCRE2

extension Pattern {
  /// Steps back over a run of whitespace count as backtracking, one a byte, so this also bounds the run's length.
  private static let textMatchLimit: UInt32 = 1 << 26

  /// A pattern as `tokenizer.json` writes it: `{"Regex": …}` or `{"String": …}`, a bare string being the latter.
  convenience init(_ value: JSONValue, at place: JSONPointer) throws(TokenizerError) {
    if let literal = value.stringValue {
      try self.init(literal, [.literal], at: place)
      return
    }
    var settings = try Settings(value, at: place)
    if let expression = try settings.optionalString("Regex") {
      try settings.finish()
      let place = place.appending("Regex")
      // Oniguruma's `^` and `$` stand at every line.
      try self.init(try OnigurumaSyntax.translate(expression, at: place), [.unicodeClasses, .multiline], at: place)
    } else {
      let literal = try settings.string("String")
      try settings.finish()
      try self.init(literal, [.literal], at: place.appending("String"))
    }
  }

  /// - Parameter place: where the pattern stands, for the error.
  convenience init(_ text: String, _ options: PatternOptions, at place: JSONPointer) throws(TokenizerError) {
    do {
      try self.init(text, options: options, matchLimit: Self.textMatchLimit)
    } catch {
      switch error {
      case .invalidPattern(let message, let offset):
        throw TokenizerError.invalidPattern(place, message: message, offset: offset)
      default: throw TokenizerError.invalidPattern(place, message: error.description, offset: 0)
      }
    }
  }

  /// The ranges of the successive matches within `range` of the text, of which nothing outside is seen.
  func ranges(in text: [UInt8], _ range: Range<Int>) throws(TokenizerError) -> [Range<Int>] {
    do {
      return try allMatches(in: text.span.extracting(range)).map { match in
        match.lowerBound + range.lowerBound..<match.upperBound + range.lowerBound
      }
    } catch {
      throw TokenizerError.searchFailed(message: error.description)
    }
  }

  /// The text with every match replaced.
  func replacing(_ text: [UInt8], with content: [UInt8]) throws(TokenizerError) -> [UInt8] {
    var replaced: [UInt8] = []
    var done = 0
    for match in try ranges(in: text, 0..<text.count) {
      replaced += text[done..<match.lowerBound]
      replaced += content
      done = match.upperBound
    }
    return done == 0 && replaced.isEmpty ? text : replaced + text[done...]
  }
}
