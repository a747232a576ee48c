import Automata
import JSON

/// `minLength`, `maxLength`, `pattern`.
enum StringFamily: KeywordFamily {
  static let keywords: [ExactString] = ["minLength", "maxLength", "pattern"]

  static func strings(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> RegexID {
    var parts: [RegexID] = []
    let minimum = try space.count("minLength", schema)
    let maximum = try space.count("maxLength", schema)
    if minimum != nil || maximum != nil {
      parts.append(space.strings.regex.length(minimum: minimum ?? 0, maximum: maximum))
    }
    if let value = schema.keywords["pattern"] {
      let place = space.document.location(of: schema.node).appending("pattern")
      guard let pattern = value.stringValue else {
        throw .invalidKeyword(place, expected: "a regular expression")
      }
      parts.append(try space.pattern(pattern, at: place))
    }
    return space.strings.regex.intersection(parts)
  }
}

extension FormulaSpace {
  /// The strings in which a pattern is found.
  mutating func pattern(
    _ pattern: String, at place: SchemaLocation
  ) throws(SchemaError) -> RegexID {
    if let known = lowered.patterns[ExactString(pattern)] { return known }
    let syntax: RegexSyntax
    do throws(RegexSyntaxError) {
      syntax = try RegexParser.parse(pattern)
    } catch {
      throw .invalidPattern(place, pattern: pattern, reason: "\(error.reason)", offset: error.offset)
    }
    do throws(AutomatonError) {
      let language = try strings.regex.search(syntax)
      lowered.patterns[ExactString(pattern)] = language
      return language
    } catch {
      throw .unsupportedPattern(place, pattern: pattern, reason: error.description)
    }
  }

  /// The value of a keyword that counts something: an integer ≥ 0, however it is written.
  func count(_ keyword: ExactString, _ schema: SchemaView) throws(SchemaError) -> Int? {
    guard let value = schema.keywords[keyword] else { return nil }
    guard let number = value.numberValue, let decimal = SignedDecimal(number), !decimal.isNegative,
      decimal.magnitude.isInteger
    else {
      throw .invalidKeyword(document.location(of: schema.node).appending(keyword), expected: "an integer of at least 0")
    }
    // Counts beyond any document are the same as the largest.
    return decimal.magnitude.integer ?? Int(Int32.max)
  }
}
