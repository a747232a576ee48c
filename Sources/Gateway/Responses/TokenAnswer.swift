import Decoding
package import JSON
import Tokenizer

/// A token of an answer, with what was reported of it.
package struct TokenAnswer: Sendable, Hashable {
  /// What stands for a probability of zero, whose logarithm JSON can't write.
  private static let nothing = -9999.0

  private struct Candidate: Sendable, Hashable {
    let id: Int
    let text: String
    /// Nil for tokens that spell no text.
    let bytes: [UInt8]?
    let logprob: Double
    let isAllowed: Bool
  }

  private struct Trace: Sendable, Hashable {
    let allowed: Int
    /// Nil where the model was not asked.
    let maskedMass: Double?
    let unmasked: [Candidate]?
  }

  private let own: Candidate
  private let alternatives: [Candidate]
  private let trace: Trace

  init(_ report: TokenReport, _ vocabulary: Vocabulary) {
    func candidate(_ token: TokenID, _ logprob: Double, _ isAllowed: Bool) -> Candidate {
      let (text, bytes) = Self.spelling(of: token, vocabulary)
      return Candidate(
        id: token.index, text: text, bytes: bytes, logprob: max(logprob, Self.nothing), isAllowed: isAllowed)
    }
    own = candidate(report.token, report.logprob, true)
    alternatives = report.likeliest.map { candidate($0.token, $0.logprob, $0.isAllowed) }
    trace = Trace(
      allowed: report.allowed, maskedMass: report.unmasked?.maskedMass,
      unmasked: report.unmasked?.likeliest.map { candidate($0.token, $0.logprob, $0.isAllowed) })
  }

  /// In OpenAI's shape.
  package var json: JSONValue {
    var members = Self.members(own)
    members["top_logprobs"] = .array(alternatives.map { .object(Self.members($0)) })
    return .object(members)
  }

  /// The same with what the mask did.
  package var traceJSON: JSONValue {
    var members = json.objectValue!
    members["id"] = .integer(own.id)
    members["allowed"] = .integer(trace.allowed)
    members["masked_mass"] = trace.maskedMass.map { .number(JSONNumber($0)) } ?? .null
    members["top_logprobs_unmasked"] =
      trace.unmasked.map { candidates in
        .array(
          candidates.map { candidate in
            var members = Self.members(candidate)
            members["allowed"] = .bool(candidate.isAllowed)
            return .object(members)
          })
      } ?? .null
    return .object(members)
  }

  private static func members(_ candidate: Candidate) -> JSONObject {
    JSONObject([
      .init(key: "token", value: .string(candidate.text)),
      .init(key: "logprob", value: .number(JSONNumber(candidate.logprob))),
      .init(key: "bytes", value: candidate.bytes.map { .array($0.map { .integer(Int($0)) }) } ?? .null),
    ])
  }

  private static func spelling(of token: TokenID, _ vocabulary: Vocabulary) -> (text: String, bytes: [UInt8]?) {
    // A model may have logits for more than there are tokens.
    guard token.index < vocabulary.count else { return ("", nil) }
    switch vocabulary.kind(of: token) {
    case .ordinary, .added:
      let bytes = Array(vocabulary.bytes(of: token))
      return (String(decoding: bytes, as: UTF8.self), bytes)
    case .special: return (vocabulary.content(of: token), nil)
    case .unassigned: return ("", nil)
    }
  }
}
