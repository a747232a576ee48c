package import JSON

/// The events of a streamed answer.
package struct ChatCompletionChunks: Sendable {
  package let identity: ResponseIdentity
  /// With `stream_options.include_usage`, every chunk has a `usage`, and only the last one's is not null.
  package let includesUsage: Bool
  /// Whether calls are written as `function_call`, as they were once.
  package let speaksOfFunctions: Bool

  package init(identity: ResponseIdentity, includesUsage: Bool, speaksOfFunctions: Bool = false) {
    self.identity = identity
    self.includesUsage = includesUsage
    self.speaksOfFunctions = speaksOfFunctions
  }

  func events(for event: GenerationEvent, after progress: EventProgress) -> [JSONValue] {
    let isFirst = progress.isFirst
    switch event {
    case .text(let choice, let text):
      return (isFirst ? [start(choice: choice)] : []) + [self.text(text, choice: choice, progress.tokens)]
    case .call(let choice, let number, let call):
      return (isFirst ? [start(choice: choice, saysNothing: true)] : []) + [
        self.call(call, index: number, choice: choice)
      ]
    case .arguments(let choice, let number, let text): return [arguments(text, index: number, choice: choice)]
    case .ended(let choice, let reason):
      // Tokens of which no text came.
      let rest = progress.tokens.isEmpty ? [] : [text("", choice: choice, progress.tokens)]
      return (isFirst ? [start(choice: choice)] : []) + rest + [end(reason, choice: choice)]
    case .finished(let usage): return self.usage(usage).map { [$0] } ?? []
    // They are told with other events, and nothing is asked here.
    case .origin, .token, .question: return []
    }
  }

  /// Opens a choice.
  ///
  /// - Parameter saysNothing: whether it starts with a call.
  package func start(choice: Int, saysNothing: Bool = false) -> JSONValue {
    chunk(
      choice, delta: ["role": "assistant", "content": saysNothing ? .null : "", "refusal": nil], finishReason: nil)
  }

  /// - Parameter tokens: told with the text.
  package func text(_ text: String, choice: Int, _ tokens: [TokenAnswer] = []) -> JSONValue {
    chunk(choice, delta: ["content": .string(text)], tokens: tokens, finishReason: nil)
  }

  /// Opens a call, the one at `index` of its choice. Its id and name are told here alone.
  package func call(_ call: CallAnswer, index: Int, choice: Int) -> JSONValue {
    if speaksOfFunctions { return chunk(choice, delta: ["function_call": call.function], finishReason: nil) }
    var entry = JSONObject([.init(key: "index", value: .integer(index))])
    for member in call.json.objectValue!.members { entry[member.key] = member.value }
    return chunk(choice, delta: ["tool_calls": [.object(entry)]], finishReason: nil)
  }

  /// More of the arguments of a call.
  package func arguments(_ text: String, index: Int, choice: Int) -> JSONValue {
    let function: JSONValue = ["arguments": .string(text)]
    let delta: JSONValue =
      speaksOfFunctions
      ? ["function_call": function] : ["tool_calls": [["index": .integer(index), "function": function]]]
    return chunk(choice, delta: delta, finishReason: nil)
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

  private func chunk(
    _ index: Int, delta: JSONValue, tokens: [TokenAnswer] = [], finishReason: FinishReason?
  ) -> JSONValue {
    let choice: JSONValue = [
      "index": .integer(index), "delta": delta,
      "logprobs": tokens.isEmpty ? .null : TokenAnswer.logprobs(tokens),
      "finish_reason": finishReason.map { .string($0.word(speaksOfFunctions: speaksOfFunctions)) } ?? .null,
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
