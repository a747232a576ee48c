import JSON

/// Rewrites what the regular expressions of `tokenizer.json`, written for Oniguruma, spell otherwise than PCRE2.
///
/// The two agree on nearly all that tokenizers use. They differ in
/// - `\s`: PCRE2's also takes U+180E, which is no whitespace since Unicode 6.3;
/// - `\w`: PCRE2's leaves out combining marks and connector punctuation;
/// - `\h`: a hexadecimal digit here, horizontal whitespace there;
/// - `\uHHHH`, which PCRE2 only knows as an option that changes more than this;
/// - `(?m)`, which here lets the dot match line feeds;
/// - set operations and nesting inside brackets, which PCRE2 reads as plain characters: these are refused.
struct OnigurumaSyntax: ~Copyable {
  /// Oniguruma's word characters, to be put in brackets.
  private static let word = #"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}"#
  /// Outside of brackets Oniguruma asks its Latin-1 table, which also counts ² ³ ¹ ¼ ½ ¾ as word characters.
  private static let wordOutside = word + #"\x{B2}\x{B3}\x{B9}\x{BC}-\x{BE}"#

  /// - Parameter place: where the pattern stands, for the error.
  static func translate(_ pattern: String, at place: JSONPointer) throws(TokenizerError) -> String {
    var syntax = OnigurumaSyntax(Array(pattern.unicodeScalars), place)
    while let scalar = syntax.next() { try syntax.translate(scalar) }
    return String(syntax.output)
  }

  private let input: [Unicode.Scalar]
  private let place: JSONPointer
  private var position = 0
  private var output = String.UnicodeScalarView()

  private init(_ input: [Unicode.Scalar], _ place: JSONPointer) {
    self.input = input
    self.place = place
  }

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    position + distance < input.count ? input[position + distance] : nil
  }

  private mutating func next() -> Unicode.Scalar? {
    defer { position += 1 }
    return peek()
  }

  private mutating func emit(_ text: String) { output.append(contentsOf: text.unicodeScalars) }

  private mutating func translate(_ scalar: Unicode.Scalar) throws(TokenizerError) {
    switch scalar {
    case "\\": try escape(inClass: false)
    case "[": try characterClass()
    case "(" where peek() == "?": groupOptions()
    default: output.append(scalar)
    }
  }

  private mutating func escape(inClass: Bool) throws(TokenizerError) {
    guard let kind = next() else { return emit("\\") }
    switch kind {
    case "s": emit(#"\p{White_Space}"#)
    case "S": emit(#"\P{White_Space}"#)
    case "w": emit(inClass ? Self.word : "[\(Self.wordOutside)]")
    case "W" where !inClass: emit("[^\(Self.wordOutside)]")
    case "h": emit(inClass ? "0-9A-Fa-f" : "[0-9A-Fa-f]")
    case "H" where !inClass: emit("[^0-9A-Fa-f]")
    case "W", "H": throw .unsupported(place, found: "\\\(kind) inside brackets")
    case "u" where peek() != "{":
      var digits = ""
      while digits.unicodeScalars.count < 4, let digit = peek(), Character(digit).isHexDigit {
        digits.unicodeScalars.append(digit)
        position += 1
      }
      emit("\\x{\(digits)}")
    default: emit("\\\(kind)")
    }
  }

  private mutating func characterClass() throws(TokenizerError) {
    emit("[")
    if peek() == "^", let mark = next() { output.append(mark) }
    // A bracket that comes first is a member of the class.
    if peek() == "]", let member = next() { output.append(member) }
    while let scalar = next() {
      switch scalar {
      case "]": return emit("]")
      case "\\": try escape(inClass: true)
      case "[" where peek() == ":":
        emit("[")
        while let part = next() {
          output.append(part)
          if part == "]" { break }
        }
      case "[": throw .unsupported(place, found: "a bracket inside brackets")
      case "&" where peek() == "&": throw .unsupported(place, found: "&& inside brackets")
      default: output.append(scalar)
      }
    }
  }

  /// `(?im-x:` or `(?i)`; other groups have no letter there.
  private mutating func groupOptions() {
    emit("(?")
    position += 1
    while let letter = peek(), "imx-".unicodeScalars.contains(letter) {
      output.append(letter == "m" ? "s" : letter)
      position += 1
    }
  }
}
