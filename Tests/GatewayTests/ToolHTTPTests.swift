import JSON
import Schema
import Testing

@testable import Gateway

/// Calls of tools over loopback HTTP, with the bundled model.
@Suite struct ToolHTTPTests {
  private static let weather: JSONValue = [
    "type": "object",
    "properties": [
      "city": ["type": "string", "maxLength": 20], "days": ["type": "integer", "minimum": 1, "maximum": 9],
    ],
    "required": ["city", "days"], "additionalProperties": false,
  ]
  private static let note: JSONValue = [
    "type": "object", "properties": ["text": ["type": "string", "maxLength": 9]], "required": ["text"],
    "additionalProperties": false,
  ]
  private static let schemas = ["get_weather": weather, "note": note]

  private static let named: JSONValue = ["type": "function", "function": ["name": "get_weather"]]

  private static func tool(_ name: String, _ schema: JSONValue) -> JSONValue {
    ["type": "function", "function": ["name": .string(name), "parameters": schema]]
  }

  /// Others wait for a place in the queue of the shared one.
  private static let engine = Result { try BundledModel.load() }

  private let gateway: Gateway

  init() throws {
    gateway = Gateway(engine: try Self.engine.get(), limits: .patient, log: { _ in })
  }

  private func ask(_ client: GatewayClient, _ fields: JSONValue) async throws -> GatewayClient.Answer {
    let base: JSONValue = [
      "model": "bundled", "messages": [["role": "user", "content": "How is the weather in Paris for 3 days?"]],
      "tools": [Self.tool("get_weather", Self.weather), Self.tool("note", Self.note)], "max_tokens": 80, "seed": 1,
      "temperature": 1,
    ]
    return try await client.post("/v1/chat/completions", base.merging(fields))
  }

  private func check(name: String?, arguments: String?) throws {
    let (name, arguments) = (try #require(name), try #require(arguments))
    let schema = try #require(Self.schemas[name])
    #expect(try CompiledSchema(schema).isValid(try JSONParser.parse(arguments)))
  }

  @Test func callsWhatIsRequired() async throws {
    try await GatewayClient.with(gateway) { client in
      let answer = try await ask(client, ["tool_choice": "required"])
      #expect(answer.status == 200)
      let choice = try #require(try answer.json["choices"]?.arrayValue?.first)
      #expect(choice["finish_reason"] == "tool_calls")
      #expect(choice["message"]?["content"] == .null)
      #expect(choice["message"]?["refusal"] == .null)
      let calls = try #require(choice["message"]?["tool_calls"]?.arrayValue)
      #expect(!calls.isEmpty)
      #expect(Set(calls.map { $0["id"] }).count == calls.count)
      for call in calls {
        #expect(call["type"] == "function")
        try check(
          name: call["function"]?["name"]?.stringValue, arguments: call["function"]?["arguments"]?.stringValue)
      }
    }
  }

  @Test func streamsWhatItAnswers() async throws {
    try await GatewayClient.with(gateway) { client in
      let fields: JSONValue = ["tool_choice": Self.named, "n": 2]
      let whole = try await ask(client, fields)
      let stream = try await ask(client, fields.merging(["stream": true]))
      var events = stream.body.split(separator: "\n\n").filter { !$0.hasPrefix(":") }
        .map { $0.dropFirst("data: ".count) }
      #expect(events.popLast() == "[DONE]")
      var calls: [Int: [(name: String, arguments: String)]] = [:]
      var ends: [Int: JSONValue] = [:]
      for event in events {
        let choice = try #require(try JSONParser.parse(String(event))["choices"]?.arrayValue?[0])
        let index = try #require(choice["index"]?.integerValue)
        if let end = choice["finish_reason"], !end.isNull { ends[index] = end }
        for delta in choice["delta"]?["tool_calls"]?.arrayValue ?? [] {
          let number = try #require(delta["index"]?.integerValue)
          let known = calls[index, default: []].count
          if let name = delta["function"]?["name"]?.stringValue {
            // Id and name come once, calls one after another.
            #expect(number == known)
            #expect(delta["id"]?.stringValue?.hasPrefix("call_") == true)
            calls[index, default: []].append((name, ""))
          } else {
            #expect(number == known - 1)
            #expect(delta["id"] == nil)
          }
          calls[index]![number].arguments += try #require(delta["function"]?["arguments"]?.stringValue)
        }
      }
      #expect(ends == [0: "tool_calls", 1: "tool_calls"])
      for choice in try #require(try whole.json["choices"]?.arrayValue) {
        let index = try #require(choice["index"]?.integerValue)
        let expected = try #require(choice["message"]?["tool_calls"]?.arrayValue).map { $0["function"] }
        let streamed = calls[index, default: []].map {
          ["name": .string($0.name), "arguments": .string($0.arguments)] as JSONValue
        }
        #expect(streamed == expected)
      }
    }
  }

  @Test func callsTheNamedOne() async throws {
    try await GatewayClient.with(gateway) { client in
      let answer = try await ask(client, ["tool_choice": Self.named])
      let calls = try #require(try answer.json["choices"]?.arrayValue?[0]["message"]?["tool_calls"]?.arrayValue)
      #expect(calls.count == 1)
      #expect(calls[0]["function"]?["name"] == "get_weather")
      // Asked for as it has learned to, the model reads its prompt.
      let arguments = try #require(calls[0]["function"]?["arguments"]?.stringValue)
      #expect(try JSONParser.parse(arguments)["city"] == "Paris")
    }
  }

  @Test func speaksOfFunctionsToThoseWhoDo() async throws {
    try await GatewayClient.with(gateway) { client in
      let fields: JSONValue = [
        "tools": nil, "functions": [["name": "note", "parameters": Self.note]], "function_call": ["name": "note"],
      ]
      let answer = try await ask(client, fields).json
      let choice = try #require(answer["choices"]?.arrayValue?[0])
      #expect(choice["finish_reason"] == "function_call")
      #expect(choice["message"]?["tool_calls"] == nil)
      let call = choice["message"]?["function_call"]
      try check(name: call?["name"]?.stringValue, arguments: call?["arguments"]?.stringValue)
      let stream = try await ask(client, fields.merging(["stream": true]))
      #expect(stream.body.contains(#""delta":{"function_call":{"name":"note","arguments":""}}"#))
      #expect(stream.body.contains(#""finish_reason":"function_call""#))
    }
  }

  @Test func continuesAfterResults() async throws {
    try await GatewayClient.with(gateway) { client in
      let call: JSONValue = [
        "id": "c1", "type": "function", "function": ["name": "note", "arguments": #"{"text": "<|im_end|>"}"#],
      ]
      let answer = try await ask(
        client,
        [
          "messages": [
            ["role": "user", "content": "Note it."], ["role": "assistant", "content": nil, "tool_calls": [call]],
            ["role": "tool", "tool_call_id": "c1", "content": "done"],
          ],
          "max_tokens": 4,
        ])
      #expect(answer.status == 200)
      let reason = try answer.json["choices"]?.arrayValue?[0]["finish_reason"]?.stringValue
      #expect(["stop", "length", "tool_calls"].contains(reason))
    }
  }

  @Test func documentsOrCalls() async throws {
    try await GatewayClient.with(gateway) { client in
      let format: JSONValue = ["type": "json_schema", "json_schema": ["name": "n", "schema": Self.note]]
      let answer = try await ask(client, ["response_format": format, "temperature": 2])
      let choice = try #require(try answer.json["choices"]?.arrayValue?[0])
      if let text = choice["message"]?["content"]?.stringValue {
        #expect(try CompiledSchema(Self.note).isValid(try JSONParser.parse(text)))
        #expect(choice["finish_reason"] == "stop")
      } else {
        #expect(choice["finish_reason"] == "tool_calls")
      }
    }
  }

  @Test func refusesSchemasOfToolsByPlace() async throws {
    try await GatewayClient.with(gateway) { client in
      for (schema, part) in [
        (["properties": ["a/b": ["pattern": #"(a)\1"#]]], "/properties/a~1b/pattern"),
        (["type": "array"], "no object is valid"), (["type": "object", "minProperties": "x"], "minProperties"),
        (["type": "object", "required": ["a"], "properties": ["a": false]], "/required"),
      ] as [(JSONValue, String)] {
        let answer = try await ask(client, ["tools": [Self.tool("note", Self.note), Self.tool("f", schema)]])
        #expect(answer.status == 400)
        let error = try #require(try answer.json["error"])
        #expect(error["code"] == "invalid_schema")
        #expect(error["param"] == "tools[1].function.parameters")
        #expect(error["message"]?.stringValue?.contains(part) == true, "\(error)")
      }
      let small = try await ask(client, ["tool_choice": "required", "max_tokens": 5])
      #expect(small.status == 400)
      #expect(try small.json["error"]?["code"] == "max_tokens_too_small")
    }
  }

  @Test func refusesRulesBesideTools() async throws {
    try await GatewayClient.with(gateway) { client in
      let schema = Self.note.merging(["x-kubernetes-validations": [["rule": "self.text != ''", "message": "empty"]]])
      let answer = try await ask(
        client, ["response_format": ["type": "json_schema", "json_schema": ["name": "n", "schema": schema]]])
      #expect(answer.status == 400)
      #expect(try answer.json["error"]?["param"] == "tools")
    }
  }

  @Test func respondsWithItems() async throws {
    try await GatewayClient.with(gateway) { client in
      let answer = try await client.post(
        "/v1/responses",
        [
          "model": "bundled", "input": "How is the weather in Paris for 3 days?", "seed": 1, "max_output_tokens": 80,
          "tools": [["type": "function", "name": "get_weather", "parameters": Self.weather, "strict": false]],
          "tool_choice": "required",
        ])
      #expect(answer.status == 200)
      #expect(answer.headers["sluice-source"] == "model")
      let response = try answer.json
      #expect(response["object"] == "response")
      #expect(response["status"] == "completed")
      let items = try #require(response["output"]?.arrayValue)
      #expect(!items.isEmpty)
      for item in items {
        #expect(item["type"] == "function_call")
        try check(name: item["name"]?.stringValue, arguments: item["arguments"]?.stringValue)
      }
      let refused = try await client.post(
        "/v1/responses",
        ["model": "bundled", "input": "a", "text": ["format": ["type": "json_schema", "schema": ["type": "x"]]]])
      #expect(refused.status == 400)
      #expect(try refused.json["error"]?["param"] == "text.format.schema")
    }
  }
}
