import JSON
import Testing
import Tokenizer

@testable import Gateway

/// Tools and their conversations, as requests write them.
@Suite struct ToolRequestTests {
  private static let parameters: JSONValue = ["type": "object", "properties": ["a": ["type": "string"]]]
  private static let tools: JSONValue = [
    [
      "type": "function",
      "function": ["name": "f", "description": "does", "parameters": parameters, "strict": true],
    ],
    ["type": "function", "function": ["name": "g-1_B"]],
  ]

  private static func request(_ fields: JSONValue) throws -> ChatCompletionRequest {
    let minimal: JSONValue = ["model": "m", "messages": [["role": "user", "content": "a"]]]
    return try ChatCompletionRequest(minimal.merging(fields), limits: GatewayLimits())
  }

  private static func use(_ fields: JSONValue) throws -> ToolUse? {
    let base: JSONValue = ["tools": tools]
    return try request(base.merging(fields)).tools
  }

  @Test func takesTools() throws {
    let use = try #require(try Self.use([:]))
    #expect(use.demand == .auto)
    #expect(use.allowsSeveral)
    #expect(use.callable == use.shown)
    #expect(use.callable.map(\.name) == ["f", "g-1_B"])
    #expect(use.callable[0].path.description == "tools[0].function.parameters")
    #expect(
      use.definitions[0] == [
        "type": "function", "function": ["name": "f", "description": "does", "parameters": Self.parameters],
      ])
    #expect(use.callable[1].parameters == ["type": "object", "properties": [:], "additionalProperties": false])
  }

  @Test func takesChoices() throws {
    #expect(try Self.use(["tool_choice": "none"]) == nil)
    #expect(try Self.use(["tool_choice": "auto", "parallel_tool_calls": false])?.allowsSeveral == false)
    let required = try #require(try Self.use(["tool_choice": "required"]))
    #expect(required.demand == .required)
    #expect(required.callable.count == 2)
    #expect(required.allowsSeveral)
    let named = try #require(
      try Self.use(["tool_choice": ["type": "function", "function": ["name": "g-1_B"]]]))
    #expect(named.demand == .required)
    #expect(named.callable.map(\.name) == ["g-1_B"])
    #expect(named.shown.count == 2)
    #expect(!named.allowsSeveral)
    let allowed = try #require(
      try Self.use([
        "tool_choice": [
          "type": "allowed_tools",
          "allowed_tools": ["mode": "auto", "tools": [["type": "function", "function": ["name": "f"]]]],
        ]
      ]))
    #expect(allowed.demand == .auto)
    #expect(allowed.callable.map(\.name) == ["f"])
  }

  @Test func takesFunctions() throws {
    let request = try Self.request([
      "functions": [["name": "f", "parameters": Self.parameters]], "function_call": ["name": "f"],
    ])
    #expect(request.speaksOfFunctions)
    #expect(request.tools?.demand == .required)
    #expect(request.tools?.allowsSeveral == false)
    #expect(try Self.request(["functions": [["name": "f"]], "function_call": "none"]).tools == nil)
    #expect(try Self.request(["functions": [["name": "f"]]]).tools?.demand == .auto)
  }

  private static func call(_ id: String, _ arguments: String = "{}") -> JSONValue {
    ["id": .string(id), "type": "function", "function": ["name": "f", "arguments": .string(arguments)]]
  }

  @Test func takesCallsAndResults() throws {
    let messages = try Self.request([
      "messages": [
        ["role": "user", "content": "a"],
        [
          "role": "assistant", "content": nil,
          "tool_calls": [Self.call("x", #"{"a": [1.50]}"#), Self.call("y", "no JSON")],
        ],
        // Results may come in any order; the model sees them in the order of the calls.
        ["role": "tool", "tool_call_id": "y", "content": [["type": "text", "text": "of y"]]],
        ["role": "tool", "tool_call_id": "x", "content": "of x", "name": "f"],
        ["role": "assistant", "function_call": ["name": "g", "arguments": "{}"]],
        ["role": "function", "name": "g", "content": "of g"],
      ]
    ]).messages
    #expect(
      messages == [
        ChatMessage(role: .user, content: "a"),
        ChatMessage(
          role: .assistant, content: "",
          toolCalls: [
            ToolCall(id: "x", name: "f", arguments: ["a": [.number(JSONNumber(text: "1.50")!)]]),
            ToolCall(id: "y", name: "f", arguments: "no JSON"),
          ]),
        ChatMessage(role: .tool, content: "of x", toolCallID: "x"),
        ChatMessage(role: .tool, content: "of y", toolCallID: "y"),
        ChatMessage(role: .assistant, content: "", toolCalls: [ToolCall(name: "g", arguments: [:])]),
        ChatMessage(role: .tool, content: "of g"),
      ])
  }
}
