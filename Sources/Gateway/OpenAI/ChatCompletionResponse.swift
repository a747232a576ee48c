package import JSON

/// The answer to a request that does not stream.
package struct ChatCompletionResponse: Sendable {
  package let identity: ResponseIdentity
  package let choices: [Completion]
  package let usage: Usage
  /// Whether calls are written as `function_call`, as they were once.
  package let speaksOfFunctions: Bool
  /// Whether log probabilities were asked for.
  package let tellsTokens: Bool

  package init(
    identity: ResponseIdentity, choices: [Completion], usage: Usage, speaksOfFunctions: Bool = false,
    tellsTokens: Bool = false
  ) {
    self.tellsTokens = tellsTokens
    self.identity = identity
    self.speaksOfFunctions = speaksOfFunctions
    self.choices = choices
    self.usage = usage
  }

  package var json: JSONValue {
    [
      "id": .string(identity.id), "object": "chat.completion", "created": .integer(identity.created),
      "model": .string(identity.model),
      "choices": .array(choices.enumerated().map { choice($1, index: $0) }),
      "usage": usage.json,
    ]
  }

  private func choice(_ completion: Completion, index: Int) -> JSONValue {
    // An answer of calls alone says nothing.
    let content: JSONValue = completion.text.isEmpty && !completion.calls.isEmpty ? .null : .string(completion.text)
    var message = JSONObject([
      .init(key: "role", value: "assistant"), .init(key: "content", value: content), .init(key: "refusal", value: nil),
    ])
    if speaksOfFunctions {
      message["function_call"] = completion.calls.first?.function
    } else if !completion.calls.isEmpty {
      message["tool_calls"] = .array(completion.calls.map(\.json))
    }
    return [
      "index": .integer(index), "message": .object(message),
      "logprobs": tellsTokens ? TokenAnswer.logprobs(completion.tokens) : .null,
      "finish_reason": .string(completion.finishReason.word(speaksOfFunctions: speaksOfFunctions)),
    ]
  }
}

extension TokenAnswer {
  /// The `logprobs` of a choice.
  static func logprobs(_ tokens: [TokenAnswer]) -> JSONValue {
    ["content": .array(tokens.map(\.json)), "refusal": nil]
  }
}

extension CallAnswer {
  var function: JSONValue { ["name": .string(name), "arguments": .string(arguments)] }

  var json: JSONValue { ["id": .string(id), "type": "function", "function": function] }
}

extension FinishReason {
  func word(speaksOfFunctions: Bool) -> String {
    self == .toolCalls && speaksOfFunctions ? "function_call" : rawValue
  }
}
