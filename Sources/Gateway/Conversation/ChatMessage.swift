/// One message of a conversation, its parts joined.
package struct ChatMessage: Sendable, Hashable {
  package let role: ChatRole
  package let content: String

  package init(role: ChatRole, content: String) {
    self.role = role
    self.content = content
  }
}
