/// Who speaks in a turn of a conversation.
public enum ChatRole: String, Sendable, Hashable {
  case system
  case user
  case assistant
  /// The result of a tool that the assistant called.
  case tool
}
