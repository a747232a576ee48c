public import JSON

/// A call that the assistant made of a tool.
public struct ToolCall: Sendable, Hashable {
  /// Joins the call to the message with its result; templates such as Qwen's do not show it.
  public var id: String?
  public var name: String
  /// An object as a rule; a string is written as a JSON string, as the template does it.
  public var arguments: JSONValue

  public init(id: String? = nil, name: String, arguments: JSONValue) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}
