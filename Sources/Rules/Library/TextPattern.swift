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

  /// Charges as Kubernetes does: a tenth of the text times a quarter of the pattern.
  private func charge(_ subject: String, _ meter: inout CostMeter) throws(EvaluationProblem) {
    try meter.charge((subject.utf8.count / 10 + 1) * (text.utf8.count / 4 + 1))
  }

  private func search<Result>(_ work: () throws(PCRE2Error) -> Result) throws(EvaluationProblem) -> Result {
    do throws(PCRE2Error) {
      return try work()
    } catch {
      throw .patternLimit(text)
    }
  }

  /// Whether the pattern matches somewhere.
  ///
  /// - Throws: `patternLimit`, `costLimit`.
  func matches(_ subject: ExactString, _ meter: inout CostMeter) throws(EvaluationProblem) -> Bool {
    try charge(subject.text, &meter)
    return try search { () throws(PCRE2Error) in try pattern.matches(subject.text) }
  }

  /// The text of the first match.
  ///
  /// - Throws: `patternLimit`, `costLimit`.
  func firstMatch(in subject: String, _ meter: inout CostMeter) throws(EvaluationProblem) -> String? {
    try charge(subject, &meter)
    let bytes = Array(subject.utf8)
    let match = try search { () throws(PCRE2Error) in try pattern.firstMatch(in: bytes.span) }
    return match.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  /// The texts of the successive matches.
  ///
  /// - Throws: `patternLimit`, `costLimit`.
  func allMatches(in subject: String, _ meter: inout CostMeter) throws(EvaluationProblem) -> [String] {
    try charge(subject, &meter)
    let bytes = Array(subject.utf8)
    let matches = try search { () throws(PCRE2Error) in try pattern.allMatches(in: bytes.span) }
    return matches.map { String(decoding: bytes[$0], as: UTF8.self) }
  }
}
