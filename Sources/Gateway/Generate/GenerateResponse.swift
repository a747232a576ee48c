package import Decoding
package import JSON

/// The answer to `POST /v1/generate`, whole or in events.
package struct GenerateResponse: Sendable {
  package let identity: ResponseIdentity

  /// What is told of tokens; nil for nothing.
  package let report: ReportOptions?

  package init(identity: ResponseIdentity, report: ReportOptions? = nil) {
    self.identity = identity
    self.report = report
  }

  /// - Parameters:
  ///   - value: the document that the text is, when a schema was given and the model did not ask instead.
  ///   - metadata: where an answer under a contract comes from.
  package func json(
    _ completion: Completion, value: JSONValue?, usage: Usage, metadata: JSONValue? = nil
  ) -> JSONValue {
    var members = head
    members["text"] = .string(completion.text)
    members["clarify"] = completion.question.map { .string($0) }
    if let value { members["value"] = value }
    members["tokens"] = list(completion.tokens)
    members["finish_reason"] = .string(completion.finishReason.rawValue)
    members["usage"] = usage.json
    members["metadata"] = metadata
    return .object(members)
  }

  /// What is told of an event.
  func events(for event: GenerationEvent, after progress: EventProgress) -> [JSONValue] {
    switch event {
    case .text(_, let text): [piece(text, progress.tokens)]
    case .question(_, let question): [self.question(question, progress.tokens)]
    case .ended(_, let reason):
      // Tokens of which no text came.
      (progress.tokens.isEmpty ? [] : [piece("", progress.tokens)]) + [end(reason)]
    case .finished(let usage): [self.usage(usage, metadata: progress.origin?.metadata)]
    // There are no tools here; the rest is told with other events.
    case .origin, .token, .call, .arguments: []
    }
  }

  /// A piece of the text as it comes.
  package func piece(_ text: String, _ tokens: [TokenAnswer] = []) -> JSONValue {
    var members = head
    members["text"] = .string(text)
    members["tokens"] = list(tokens)
    return .object(members)
  }

  /// What the model asks instead.
  func question(_ question: String, _ tokens: [TokenAnswer] = []) -> JSONValue {
    var members = piece("", tokens).objectValue!
    members["clarify"] = .string(question)
    return .object(members)
  }

  /// The event after the last piece.
  package func end(_ reason: FinishReason) -> JSONValue {
    var members = head
    members["text"] = ""
    members["finish_reason"] = .string(reason.rawValue)
    return .object(members)
  }

  /// The last event.
  package func usage(_ usage: Usage, metadata: JSONValue? = nil) -> JSONValue {
    var members = head
    members["text"] = ""
    members["usage"] = usage.json
    members["metadata"] = metadata
    return .object(members)
  }

  private func list(_ tokens: [TokenAnswer]) -> JSONValue? {
    report.map { report in .array(tokens.map { report.tellsUnmasked ? $0.traceJSON : $0.json }) }
  }

  private var head: JSONObject {
    JSONObject([
      .init(key: "id", value: .string(identity.id)), .init(key: "object", value: "generation"),
      .init(key: "created", value: .integer(identity.created)), .init(key: "model", value: .string(identity.model)),
    ])
  }
}
