import JSON
import PCRE2

/// A regular expression in RE2's syntax, searched by PCRE2 within its limits.
package struct TextPattern: Sendable {
  private let text: String
  private let pattern: Pattern

  /// Bytes of a pattern that are read.
  private static let lengthLimit = 10_000

  /// Bytes of the pattern.
  var length: Int { text.utf8.count }

  /// - Throws: `invalidPattern`.
  package init(_ text: String) throws(EvaluationProblem) {
    guard text.utf8.count <= Self.lengthLimit else {
      throw .invalidPattern(String(text.prefix(40)) + "…", reason: "more than \(Self.lengthLimit) bytes")
    }
    let translated: String
    do throws(RE2Translation.Failure) {
      translated = try RE2Translation.pcre(text)
    } catch {
      throw .invalidPattern(text, reason: error.description)
    }
    do throws(PCRE2Error) {
      pattern = try Pattern(translated, options: [.dollarEndOnly])
    } catch {
      throw .invalidPattern(text, reason: "\(error)")
    }
    self.text = text
  }

  /// Whether the pattern matches somewhere. Charged as in Kubernetes: a tenth of the text times a quarter of the
  /// pattern.
  ///
  /// - Throws: `patternLimit`, `costLimit`.
  func matches(_ subject: ExactString, _ meter: inout CostMeter) throws(EvaluationProblem) -> Bool {
    try meter.charge((subject.utf8.count / 10 + 1) * (text.utf8.count / 4 + 1))
    do throws(PCRE2Error) {
      return try pattern.matches(subject.text)
    } catch {
      throw .patternLimit(text)
    }
  }
}
