import JSON
import PCRE2

/// An ECMA-262 pattern of a schema, ready to search strings.
struct TextPattern: Sendable {
  let text: ExactString
  let pattern: Pattern
  /// The keyword that it stands in.
  let place: SchemaLocation

  /// - Throws: `patternLimit` when the search is given up.
  func matches(_ string: ExactString) throws(SchemaError) -> Bool {
    do throws(PCRE2Error) {
      return try pattern.matches(string.text)
    } catch {
      throw .patternLimit(place, pattern: text.text)
    }
  }
}
