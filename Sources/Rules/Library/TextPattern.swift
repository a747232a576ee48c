import JSON
import PCRE2

/// A regular expression in RE2's syntax, searched by PCRE2 within its limits.
package struct TextPattern: Sendable {
  private let text: String
  private let pattern: Pattern

  /// Bytes of a pattern that are read.
  private static let lengthLimit = 10_000
  /// Steps of one search. PCRE2 counts them anew for each place where a match may start, so the pattern is made to start
  /// at one place only and to go forward by itself.
  private static let stepLimit: UInt32 = 200_000
  /// What a search costs beside its text: about what so many steps may take.
  private static let searchCost = 100

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
      pattern = try Pattern(
        "(?s:.*?)\\K(?:" + translated + ")", options: [.dollarEndOnly, .anchored], matchLimit: Self.stepLimit)
    } catch {
      throw .invalidPattern(text, reason: "\(error)")
    }
    self.text = text
  }

  /// A tenth of a text times a quarter of a pattern, as in Kubernetes, and what a search costs at least.
  static func cost(textBytes: Int, patternBytes: Int) -> Int {
    (textBytes / 10 + 1).multipliedClamped(by: patternBytes / 4 + 1).addingClamped(searchCost)
  }

  private func firstMatch(
    in bytes: [UInt8], from offset: Int, _ meter: inout CostMeter
  ) throws(EvaluationProblem) -> Range<Int>? {
    try meter.charge(Self.cost(textBytes: bytes.count - offset, patternBytes: length))
    do throws(PCRE2Error) {
      return try pattern.firstMatch(in: bytes.span, from: offset)
    } catch {
      throw .patternLimit(text)
    }
  }

  /// Whether the pattern matches somewhere.
  ///
  /// - Throws: `patternLimit`, `costLimit`.
  func matches(_ subject: ExactString, _ meter: inout CostMeter) throws(EvaluationProblem) -> Bool {
    try firstMatch(in: Array(subject.utf8), from: 0, &meter) != nil
  }

  /// The text of the first match.
  ///
  /// - Throws: `patternLimit`, `costLimit`.
  func firstMatch(in subject: String, _ meter: inout CostMeter) throws(EvaluationProblem) -> String? {
    let bytes = Array(subject.utf8)
    return try firstMatch(in: bytes, from: 0, &meter).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  /// The texts of the successive matches, at most `limit`. An empty one directly behind another one is none.
  ///
  /// - Throws: `patternLimit`, `costLimit`.
  func allMatches(
    in subject: String, limit: Int, _ meter: inout CostMeter
  ) throws(EvaluationProblem) -> [String] {
    let bytes = Array(subject.utf8)
    var texts: [String] = []
    var offset = 0
    var end: Int?
    while texts.count < limit, offset <= bytes.count, let match = try firstMatch(in: bytes, from: offset, &meter) {
      if match.isEmpty, match.upperBound == end {
        offset = match.upperBound + 1
        while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      } else {
        offset = match.upperBound
        end = offset
        texts.append(String(decoding: bytes[match], as: UTF8.self))
      }
    }
    return texts
  }
}
