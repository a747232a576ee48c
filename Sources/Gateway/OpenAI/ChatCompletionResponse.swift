package import JSON

/// The answer to a request that does not stream.
package struct ChatCompletionResponse: Sendable {
  package let identity: ResponseIdentity
  package let choices: [Completion]
  package let usage: Usage

  package init(identity: ResponseIdentity, choices: [Completion], usage: Usage) {
    self.identity = identity
    self.choices = choices
    self.usage = usage
  }

  package var json: JSONValue {
    [
      "id": .string(identity.id), "object": "chat.completion", "created": .integer(identity.created),
      "model": .string(identity.model),
      "choices": .array(choices.enumerated().map { Self.choice($1, index: $0) }),
      "usage": usage.json,
    ]
  }

  private static func choice(_ completion: Completion, index: Int) -> JSONValue {
    [
      "index": .integer(index),
      "message": ["role": "assistant", "content": .string(completion.text), "refusal": nil],
      "logprobs": nil, "finish_reason": .string(completion.finishReason.rawValue),
    ]
  }
}
