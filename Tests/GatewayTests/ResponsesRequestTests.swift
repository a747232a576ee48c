import HTTPServer
import JSON
import Testing
import Tokenizer

@testable import Gateway

@Suite struct ResponsesRequestTests {
  private static let minimal: JSONValue = ["model": "m", "input": "a"]

  private static func request(_ fields: JSONValue) throws -> ResponsesRequest {
    try ResponsesRequest(minimal.merging(fields), limits: GatewayLimits())
  }

  @Test func refusesByName() throws {
    for item in try CaseFile.read("responses-refusals.json") {
      let name = item["name"]!.stringValue!
      let body = item["body"] ?? Self.minimal.merging(item["fields"]!)
      do throws(GatewayError) {
        _ = try ResponsesRequest(body, limits: GatewayLimits())
        Issue.record("accepted: \(name)")
      } catch {
        #expect(error.status.code == 400, "\(name)")
        let answer = error.json["error"]!
        for field in ["code", "param", "message"] as [ExactString] {
          #expect(answer[field] == item[field], "\(name)")
        }
      }
    }
  }

  @Test func takesTheLeast() throws {
    let request = try Self.request([:])
    #expect(request.messages == [ChatMessage(role: .user, content: "a")])
    #expect(request.format == .text)
    #expect(request.tools == nil)
    #expect(request.echo["text"] == ["format": ["type": "text"]])
    #expect(request.echo["tool_choice"] == "auto")
    #expect(request.echo["parallel_tool_calls"] == true)
  }

  @Test(
    arguments: [
      ["store": false, "include": [], "truncation": "disabled", "background": false, "top_logprobs": 0],
      ["include": ["reasoning.encrypted_content"], "reasoning": ["effort": nil], "service_tier": "auto"],
      ["text": ["format": ["type": "text"], "verbosity": "medium"], "tools": [], "stream_options": nil],
    ] as [JSONValue])
  func takesWhatChangesNothing(_ fields: JSONValue) throws {
    #expect(try Self.request(fields) == Self.request([:]))
  }

  @Test func takesConversations() throws {
    let request = try Self.request([
      "instructions": "be brief",
      "input": [
        ["role": "developer", "content": "and kind"],
        ["type": "message", "role": "user", "content": [["type": "input_text", "text": "one"]]],
        [
          "type": "message", "id": "msg_1", "status": "completed", "role": "assistant",
          "content": [["type": "output_text", "text": "two", "annotations": [], "logprobs": []]],
        ],
        ["type": "function_call", "id": "fc_1", "call_id": "x", "name": "f", "arguments": "{}", "status": "completed"],
        ["type": "function_call", "call_id": "y", "name": "g", "arguments": #"{"a":1}"#],
        ["type": "function_call_output", "call_id": "y", "output": "of y"],
        ["type": "function_call_output", "call_id": "x", "output": [["type": "input_text", "text": "of x"]]],
        ["type": "function_call", "call_id": "z", "name": "f", "arguments": "{}"],
        ["type": "function_call_output", "call_id": "z", "output": "of z"],
      ],
    ])
    #expect(
      request.messages == [
        ChatMessage(role: .system, content: "be brief\n\nand kind"),
        ChatMessage(role: .user, content: "one"),
        ChatMessage(
          role: .assistant, content: "two",
          toolCalls: [
            ToolCall(id: "x", name: "f", arguments: [:]), ToolCall(id: "y", name: "g", arguments: ["a": 1]),
          ]),
        ChatMessage(role: .tool, content: "of x", toolCallID: "x"),
        ChatMessage(role: .tool, content: "of y", toolCallID: "y"),
        ChatMessage(role: .assistant, content: "", toolCalls: [ToolCall(id: "z", name: "f", arguments: [:])]),
        ChatMessage(role: .tool, content: "of z", toolCallID: "z"),
      ])
  }

  @Test(arguments: [("", "two"), ("one", "one\ntwo")])
  func textBehindCallsBelongsToTheirTurn(_ before: String, _ content: String) throws {
    let text: JSONValue = ["role": "assistant", "content": .string(before)]
    let request = try Self.request([
      "input": .array(
        [["role": "user", "content": "zero"]] + (before.isEmpty ? [] : [text]) + [
          ["type": "function_call", "call_id": "x", "name": "f", "arguments": "{}"],
          ["role": "assistant", "content": [["type": "output_text", "text": "two"]]],
          ["type": "function_call", "call_id": "y", "name": "g", "arguments": "{}"],
          ["type": "function_call_output", "call_id": "x", "output": "of x"],
          ["type": "function_call_output", "call_id": "y", "output": "of y"],
          ["role": "assistant", "content": "three"],
        ])
    ])
    let calls = [("x", "f"), ("y", "g")].map { ToolCall(id: $0, name: $1, arguments: [:]) }
    #expect(
      request.messages == [
        ChatMessage(role: .user, content: "zero"), ChatMessage(role: .assistant, content: content, toolCalls: calls),
        ChatMessage(role: .tool, content: "of x", toolCallID: "x"),
        ChatMessage(role: .tool, content: "of y", toolCallID: "y"), ChatMessage(role: .assistant, content: "three"),
      ])
  }

  /// As n8n sends them.
  @Test func takesSchemasAndTools() throws {
    let schema: JSONValue = ["type": "object", "properties": ["a": ["type": "integer"]]]
    let format: JSONValue = ["type": "json_schema", "name": "my_schema", "schema": schema, "strict": false]
    let request = try Self.request([
      "text": ["format": format], "parallel_tool_calls": false, "tool_choice": ["type": "function", "name": "f"],
      "tools": [["type": "function", "name": "f", "parameters": schema, "strict": nil]],
    ])
    guard case .json(schema, let path) = request.format else {
      Issue.record("\(request.format)")
      return
    }
    #expect(path.description == "text.format.schema")
    #expect(request.tools?.demand == .required)
    #expect(request.tools?.callable[0].path.description == "tools[0].parameters")
    #expect(request.echo["text"] == ["format": format])
    #expect(
      request.echo["tools"] == [["type": "function", "name": "f", "parameters": schema, "strict": true]])
  }
}
