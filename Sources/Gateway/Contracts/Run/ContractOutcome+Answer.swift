import Decoding
import HTTPServer
import JSON
import Rules

extension ContractOutcome {
  /// What is given out.
  ///
  /// - Throws: why there is nothing.
  func document() throws(GatewayError) -> JSONValue {
    switch answer {
    case .model(let document): return document
    case .fallback(let fallback): return fallback.document
    case .question: preconditionFailure("a question is no document")
    case .none(let error): throw error
    }
  }

  /// The model's own words, or the fallback written compactly.
  func text() throws(GatewayError) -> String {
    if case .model = answer { return attempts[attempts.count - 1].text }
    return JSONWriter.write(try document())
  }

  /// Of the tokens of the model's own words; none of a fallback.
  var reports: [TokenReport] {
    switch answer {
    case .model, .question: attempts[attempts.count - 1].reports
    case .fallback, .none: []
    }
  }

  /// The prompt once, and the tokens of all attempts.
  var usage: Usage {
    Usage(
      promptTokens: attempts.last?.promptTokens ?? 0, completionTokens: attempts.reduce(0) { $0 + $1.tokens.count })
  }

  private func provenance(_ contract: CompiledContract) -> Provenance {
    var provenance = Provenance(contract: contract.id, schemaHash: contract.schemaHash, attempts: attempts.count)
    provenance.source =
      switch answer {
      case .model, .question: .model
      case .fallback: .fallback
      case .none: .none
      }
    provenance.seed = attempts.last?.seed
    provenance.temperature = attempts.last?.temperature
    return provenance
  }

  /// What the rules say of what is given out.
  private var report: RuleReport? {
    switch answer {
    case .model, .question: attempts.last?.report
    case .fallback(let fallback): fallback.report
    case .none: nil
    }
  }

  /// Where the answer comes from, for `metadata`.
  func metadata(_ contract: CompiledContract) -> JSONValue {
    var members = provenance(contract).members
    members["rules"] = [
      "ran": .array((report?.ran ?? []).map { .string($0) }),
      "in_mask": .array(contract.rulesInMask.map { .string($0) }),
      "flagged": .array((report?.flags ?? []).map(\.json)),
      "rejected": .array(rejections),
    ]
    if case .fallback(let fallback) = answer {
      members["fallback"] = [
        "kind": .string(fallback.kind.rawValue),
        "reason": ["code": .string(fallback.reason.code), "message": .string(fallback.reason.message)],
        "template_failure": fallback.templateFailure.map { .string($0) } ?? .null,
      ]
    }
    members["milliseconds"] = .number(JSONNumber((duration / .microseconds(1)).rounded() / 1000))
    return .object(members)
  }

  /// What was not given out, and why.
  private var rejections: [JSONValue] {
    attempts.enumerated().flatMap { index, attempt in
      attempt.report.rejections.map { verdict in
        var members = verdict.json.objectValue!
        members["attempt"] = .integer(index + 1)
        return .object(members)
      }
    }
  }

  /// The same in short, for callers that only see headers.
  func headers(_ contract: CompiledContract) -> HTTPHeaders {
    var headers = provenance(contract).headers
    let (ran, flagged) = (report?.ran.count ?? 0, Set((report?.flags ?? []).map(\.rule.id)).count)
    headers.append("Sluice-Rules", "ran=\(ran), flagged=\(flagged), rejected=\(rejections.count)")
    if case .fallback(let fallback) = answer { headers.append("Sluice-Fallback-Reason", fallback.reason.code) }
    return headers
  }
}
