import JSON
import Testing

@testable import Tokenizer

/// Prompts against the models' own Jinja templates; `python/fixtures/chat_template_vectors.py` makes them.
@Suite struct ChatTemplateTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let template: ChatTemplate
    let name: String
    let messages: [ChatMessage]
    let tools: [JSONValue]
    let addGenerationPrompt: Bool
    let prompt: String

    init(_ template: ChatTemplate, _ value: JSONValue, tools: JSONValue) throws {
      self.template = template
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

    var testDescription: String { "\(template.rawValue): \(name)" }
  }

  static let cases = Result {
    try ChatTemplate.allCases.flatMap { template in
      let file = try TestFiles.fixture("chat_template_\(template).json")
      return try #require(file["cases"]?.arrayValue).map { try Case(template, $0, tools: #require(file["tools"])) }
    }
  }

  @Test(arguments: try cases.get()) func writesWhatTheTemplateWrites(item: Case) {
    let prompt = item.template.render(
      item.messages, tools: item.tools, addGenerationPrompt: item.addGenerationPrompt)
    #expect(ExactString(prompt) == ExactString(item.prompt))
  }

  /// A text is known to the letter, whitespace at its ends aside.
  @Test func textsAreRecognised() throws {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    let source = String(decoding: try FileBytes.read(root + "/python/fixtures/qwen2_5.jinja"), as: UTF8.self)
    #expect(ChatTemplate(source: source) == .qwen2_5)
    #expect(ChatTemplate(source: "\n " + source + "\r\n\t") == .qwen2_5)
    #expect(ChatTemplate(source: source + "x") == nil)
    #expect(ChatTemplate(source: String(source.dropLast(3))) == nil)
    #expect(ChatTemplate(source: "") == nil)
  }

  /// What the templates themselves don't say: tools of Qwen2 and Llama 3, several calls of Llama 3.1.
  @Test func whatTemplatesLackIsWrittenAsTheirSuccessorsDo() {
    let user = ChatMessage(role: .user, content: "Hi")
    let calls = [ToolCall(name: "f", arguments: ["a": 1]), ToolCall(name: "g", arguments: [:])]
    let messages = [user, ChatMessage(role: .assistant, content: "x", toolCalls: calls)]
    let llama = ChatTemplate.llama3_1.render(messages, addGenerationPrompt: false)
    #expect(
      llama.hasSuffix(
        "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n{\"name\": \"f\", \"parameters\": {\"a\": 1}}"
          + "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n{\"name\": \"g\", \"parameters\": {}}<|eot_id|>"
      ))
    let tools: [JSONValue] = [["name": "f"]]
    let plain = ChatTemplate.llama3.render([user], tools: tools, addGenerationPrompt: true)
    #expect(
      plain.hasPrefix("<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nGiven the following functions"))
    #expect(plain.contains("{\n    \"name\": \"f\"\n}\n\nHi<|eot_id|>"))
    #expect(
      ChatTemplate.qwen2.render([user], tools: tools, addGenerationPrompt: true).contains("<tools>\n{\"name\": \"f\"}"))
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
