import Automata
import JSON
import PCRE2

/// An ECMA-262 pattern of a schema, ready to search strings.
///
/// PCRE2 searches; where it gives up, or can't take the pattern at all, the derivatives of the pattern decide, which
/// never backtrack but know no backreferences and lookbehinds.
struct TextPattern: Sendable {
  /// States that one search by derivatives may open.
  private static let stateLimit = 200_000

  let text: ExactString
  /// The keyword that it stands in.
  let place: SchemaLocation
  private let syntax: RegexSyntax
  /// Nil for patterns that are too much for PCRE2.
  private let pattern: Pattern?

  /// - Throws: `invalidPattern`, or `unsupportedPattern` when neither way of searching takes it.
  init(_ text: ExactString, at place: SchemaLocation) throws(SchemaError) {
    self.text = text
    self.place = place
    do throws(RegexSyntaxError) {
      syntax = try RegexParser.parse(text.text)
    } catch {
      throw .invalidPattern(place, pattern: text.text, reason: error.description, offset: error.offset)
    }
    var refusal: PCRE2Error?
    do throws(PCRE2Error) {
      pattern = try Pattern(PCREEmitter.emit(syntax))
    } catch {
      pattern = nil
      refusal = error
    }
    guard let refusal else { return }
    do throws(AutomatonError) {
      var algebra = RegexAlgebra()
      _ = try algebra.search(syntax)
    } catch {
      throw .unsupportedPattern(place, pattern: text.text, reason: "\(refusal); \(error)")
    }
  }

  /// - Throws: `patternLimit` when both ways of searching are given up.
  func matches(_ string: ExactString) throws(SchemaError) -> Bool {
    guard let pattern else { return try matchesByDerivatives(string) }
    do throws(PCRE2Error) {
      return try pattern.matches(string.text)
    } catch {
      return try matchesByDerivatives(string)
    }
  }

  /// Whether the pattern is found in the string, by its derivatives by each code point.
  func matchesByDerivatives(_ string: ExactString) throws(SchemaError) -> Bool {
    do throws(AutomatonError) {
      var algebra = RegexAlgebra()
      var state = try algebra.search(syntax)
      for scalar in string.text.unicodeScalars {
        if state == .anything || state == .none { break }
        state = algebra.derivative(state, by: scalar.value)
        if algebra.count > Self.stateLimit { throw AutomatonError.fuelExhausted(.emptiness) }
      }
      return algebra.isNullable(state)
    } catch {
      throw .patternLimit(place, pattern: text.text)
    }
  }
}
