import JSON

/// A part of a response's output.
struct ResponseItem: Sendable {
  enum Content: Sendable {
    case message(text: String, tokens: [TokenAnswer] = [])
    case call(CallAnswer)
  }

  enum Status: String, Sendable {
    case inProgress = "in_progress"
    case completed
    case incomplete
  }

  let id: String
  var content: Content

  init(_ content: Content) {
    id =
      switch content {
      case .message: ResponseIdentity.fresh("msg_")
      case .call: ResponseIdentity.fresh("fc_")
      }
    self.content = content
  }

  /// The items of a whole answer.
  static func list(_ completion: Completion) -> [ResponseItem] {
    let calls = completion.calls.map { ResponseItem(.call($0)) }
    if completion.text.isEmpty, !calls.isEmpty { return calls }
    return [ResponseItem(.message(text: completion.text, tokens: completion.tokens))] + calls
  }

  func json(_ status: Status) -> JSONValue {
    switch content {
    case .message(let text, let tokens):
      // A message that has just started has no parts yet.
      let parts: JSONValue = status == .inProgress ? [] : [Self.part(text, tokens)]
      return [
        "id": .string(id), "type": "message", "status": .string(status.rawValue), "role": "assistant",
        "content": parts,
      ]
    case .call(let call):
      return [
        "id": .string(id), "type": "function_call", "status": .string(status.rawValue),
        "call_id": .string(call.id), "name": .string(call.name), "arguments": .string(call.arguments),
      ]
    }
  }

  /// The part of a message that its text is.
  static func part(_ text: String, _ tokens: [TokenAnswer] = []) -> JSONValue {
    [
      "type": "output_text", "text": .string(text), "annotations": [], "logprobs": .array(tokens.map(\.json)),
    ]
  }
}
