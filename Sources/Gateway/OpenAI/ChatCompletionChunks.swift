package import JSON

/// The events of a streamed answer.
package struct ChatCompletionChunks: Sendable {
  package let identity: ResponseIdentity
  /// With `stream_options.include_usage`, every chunk has a `usage`, and only the last one's is not null.
  package let includesUsage: Bool

  package init(identity: ResponseIdentity, includesUsage: Bool) {
    self.identity = identity
    self.includesUsage = includesUsage
  }

  /// Opens a choice.
  package func start(choice: Int) -> JSONValue {
    chunk(choice, delta: ["role": "assistant", "content": "", "refusal": nil], finishReason: nil)
  }

  package func text(_ text: String, choice: Int) -> JSONValue {
    chunk(choice, delta: ["content": .string(text)], finishReason: nil)
  }

  /// Closes a choice.
  package func end(_ reason: FinishReason, choice: Int) -> JSONValue {
    chunk(choice, delta: [:], finishReason: reason)
  }

  /// The event after all choices, nil when the usage was not asked for.
  package func usage(_ usage: Usage) -> JSONValue? {
    guard includesUsage else { return Optional.none }
    return chunk([], usage: usage.json)
  }

  private func chunk(_ index: Int, delta: JSONValue, finishReason: FinishReason?) -> JSONValue {
    let choice: JSONValue = [
      "index": .integer(index), "delta": delta, "logprobs": nil,
      "finish_reason": finishReason.map { .string($0.rawValue) } ?? .null,
    ]
    return chunk([choice], usage: .null)
  }

  private func chunk(_ choices: [JSONValue], usage: JSONValue) -> JSONValue {
    var chunk: JSONObject = JSONObject([
      .init(key: "id", value: .string(identity.id)), .init(key: "object", value: "chat.completion.chunk"),
      .init(key: "created", value: .integer(identity.created)), .init(key: "model", value: .string(identity.model)),
      .init(key: "choices", value: .array(choices)),
    ])
    if includesUsage { chunk["usage"] = usage }
    return .object(chunk)
  }
}
