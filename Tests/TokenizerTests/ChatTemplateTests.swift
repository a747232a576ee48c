import JSON
import Testing

@testable import Tokenizer

/// Prompts against the models' own Jinja templates; `python/fixtures/chat_template_vectors.py` makes them.
@Suite struct ChatTemplateTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let messages: [ChatMessage]
    let tools: [JSONValue]
    let addGenerationPrompt: Bool
    let prompt: String

    init(_ value: JSONValue, tools: JSONValue) throws {
      name = try #require(value["name"]?.stringValue)
      messages = try #require(value["messages"]?.arrayValue).map(Self.message)
      let count = try #require(value["tools"]?.integerValue)
      self.tools = try #require(tools[ExactString(String(count))]?.arrayValue)
      addGenerationPrompt = try #require(value["add_generation_prompt"]?.boolValue as Bool?)
      prompt = try #require(value["prompt"]?.stringValue)
    }

    private static func message(_ value: JSONValue) throws -> ChatMessage {
      let role = try #require(value["role"]?.stringValue)
      return ChatMessage(
        role: try #require(ChatRole(rawValue: role)),
        content: try #require(value["content"]?.stringValue),
        toolCalls: try (value["tool_calls"]?.arrayValue ?? []).map { call in
          let function = call["function"] ?? call
          return ToolCall(
            id: call["id"]?.stringValue, name: try #require(function["name"]?.stringValue),
            arguments: try #require(function["arguments"]))
        },
        toolCallID: value["tool_call_id"]?.stringValue)
    }

    var testDescription: String { name }
  }

  static let cases = Result {
    let file = try TestFiles.fixture("chat_template_qwen2_5.json")
    return try #require(file["cases"]?.arrayValue).map { try Case($0, tools: #require(file["tools"])) }
  }

  @Test(arguments: try cases.get()) func writesWhatTheTemplateWrites(item: Case) {
    let prompt = ChatTemplate.qwen2_5.render(
      item.messages, tools: item.tools, addGenerationPrompt: item.addGenerationPrompt)
    #expect(ExactString(prompt) == ExactString(item.prompt))
  }

  @Test func turnsAreSpecialTokens() throws {
    let tokenizer = try TestFiles.qwen.get()
    let prompt = ChatTemplate.qwen2_5.render(
      [ChatMessage(role: .user, content: "Hi")], addGenerationPrompt: true)
    let ids = try tokenizer.encode(prompt)
    #expect(
      ids.filter { tokenizer.vocabulary.isSpecial($0) }.map(\.rawValue) == [151644, 151645, 151644, 151645, 151644])
  }
}
