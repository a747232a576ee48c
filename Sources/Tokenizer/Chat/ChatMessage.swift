/// One message of a conversation.
public struct ChatMessage: Sendable, Hashable {
  public var role: ChatRole
  public var content: String
  /// Calls that an assistant's message makes.
  public var toolCalls: [ToolCall]
  /// The call that a tool's message answers.
  public var toolCallID: String?

  public init(role: ChatRole, content: String, toolCalls: [ToolCall] = [], toolCallID: String? = nil) {
    self.role = role
    self.content = content
    self.toolCalls = toolCalls
    self.toolCallID = toolCallID
  }
}
