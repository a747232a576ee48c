package import JSON
package import Rules
package import Tokenizer

/// A request as expressions see it: the variable `request`.
package struct RequestFacts: Sendable {
  /// `text` is what the user said last, `messages` all that was said, `variables` what the caller gave beside that.
  package let json: JSONValue

  package static let type = RuleType.object(
    ObjectType([
      "text": .string,
      "messages": .list(.object(ObjectType(["role": .string, "content": .string]))),
      "variables": .map(key: .string, value: .dyn),
    ]))

  package init(messages: [ChatMessage], variables: JSONObject = JSONObject()) {
    let text = messages.last { $0.role == .user }?.content ?? ""
    json = [
      "text": .string(text),
      "messages": .array(messages.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] }),
      "variables": .object(variables),
    ]
  }

  /// A request of one message.
  package init(text: String, variables: JSONObject = JSONObject()) {
    self.init(messages: text.isEmpty ? [] : [ChatMessage(role: .user, content: text)], variables: variables)
  }

  func variables(now: Timestamp) -> RuleVariables { RuleVariables(request: json, now: now) }
}
