import JSON
import Testing
import Tokenizer

@testable import Gateway

@Suite struct ConversationWindowTests {
  private static func message(_ role: ChatRole, _ text: String) -> ChatMessage {
    ChatMessage(role: role, content: text)
  }

  private static let conversation: [ChatMessage] = [
    message(.system, "s"), message(.user, "1"), message(.assistant, "a"), message(.user, "2"),
    ChatMessage(role: .assistant, content: "", toolCalls: [ToolCall(name: "f", arguments: [:])]),
    message(.tool, "result"), message(.assistant, "b"), message(.user, "3"),
  ]

  @Test func oldTurnsGoAsAWhole() {
    let window = ConversationWindow(Self.conversation)
    #expect(window.spareTurns == 2)
    #expect(window.messages(without: 0) == Self.conversation)
    #expect(window.messages(without: 1).map(\.content) == ["s", "2", "", "result", "b", "3"])
    #expect(window.messages(without: 2).map(\.content) == ["s", "3"])
  }

  @Test(arguments: 0...9) func asManyTurnsStayAsFit(_ limit: Int) {
    let window = ConversationWindow(Self.conversation)
    let count = window.turnsToLeaveOut { $0.count <= limit }
    // 8 messages, 6 without the first turn, and 2 with the last one alone.
    #expect(count == (limit >= 8 ? 0 : limit >= 6 ? 1 : 2))
  }

  @Test func whatHasNoTurnsStaysAsItIs() {
    for messages in [[], [Self.message(.system, "s")], [Self.message(.assistant, "a"), Self.message(.assistant, "b")]] {
      let window = ConversationWindow(messages)
      #expect(window.spareTurns == 0)
      #expect(window.messages(without: 0) == messages)
    }
  }
}
