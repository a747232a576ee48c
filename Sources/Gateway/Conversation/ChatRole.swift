/// Who speaks in a message.
package enum ChatRole: String, Sendable, Hashable {
  /// Also OpenAI's `developer`.
  case system
  case user
  case assistant
}
