import HTTPServer
import JSON
import Testing
import Tokenizer

@testable import Gateway

@Suite struct ChatCompletionRequestTests {
  private static let minimal: JSONValue = ["model": "m", "messages": [["role": "user", "content": "a"]]]

  private static func request(_ fields: JSONValue) throws -> ChatCompletionRequest {
    try ChatCompletionRequest(minimal.merging(fields), limits: GatewayLimits())
  }

  @Test func refusesByName() throws {
    for item in try CaseFile.read("chat-refusals.json") {
      let body = item["body"] ?? Self.minimal.merging(item["fields"]!)
      do throws(GatewayError) {
        _ = try ChatCompletionRequest(body, limits: GatewayLimits())
        Issue.record("accepted: \(item["name"]!)")
      } catch {
        let name = item["name"]!.stringValue!
        #expect(error.status.code == 400, "\(name)")
        let answer = error.json["error"]!
        #expect(answer["code"] == item["code"], "\(name)")
        #expect(answer["param"] == item["param"], "\(name)")
        #expect(answer["message"] == item["message"], "\(name)")
        #expect(answer["type"] == "invalid_request_error", "\(name)")
      }
    }
  }

  @Test func takesTheLeast() throws {
    let request = try Self.request([:])
    #expect(request.model == "m")
    #expect(request.messages == [ChatMessage(role: .user, content: "a")])
    #expect(request.format == .text)
    #expect(request.sampling == SamplingFields())
    #expect(request.stop == [])
    #expect(request.maxTokens == nil)
    #expect(request.choices == 1)
    #expect(!request.streams)
    #expect(!request.includesUsage)
  }

  @Test func takesEverything() throws {
    let request = try Self.request([
      "messages": [
        ["role": "developer", "content": "be brief"],
        ["role": "user", "content": [["type": "text", "text": "one"], ["type": "text", "text": "two"]]],
        // As the official client gives back an answer.
        [
          "role": "assistant", "content": "three", "refusal": nil, "annotations": [], "audio": nil,
          "function_call": nil, "tool_calls": nil,
        ],
        ["role": "system", "content": ""],
      ],
      "temperature": 1.5, "top_p": 0, "top_k": 40, "min_p": 0.05, "presence_penalty": -2,
      "frequency_penalty": .number(JSONNumber(0.25)), "repetition_penalty": 1.1,
      "logit_bias": ["0": -100, "17": 2.5], "seed": -7,
      "stop": ["\n", "END"], "max_completion_tokens": 12, "max_tokens": 12, "n": 3, "stream": true,
      "stream_options": ["include_usage": true, "include_obfuscation": false],
    ])
    #expect(
      request.messages == [
        ChatMessage(role: .system, content: "be brief"), ChatMessage(role: .user, content: "one\ntwo"),
        ChatMessage(role: .assistant, content: "three"), ChatMessage(role: .system, content: ""),
      ])
    #expect(request.sampling.temperature == 1.5)
    #expect(request.sampling.topP == 0)
    #expect(request.sampling.topK == 40)
    #expect(request.sampling.minP == 0.05)
    #expect(request.sampling.presencePenalty == -2)
    #expect(request.sampling.frequencyPenalty == 0.25)
    #expect(request.sampling.repetitionPenalty == 1.1)
    #expect(request.sampling.logitBias == [0: -100, 17: 2.5])
    #expect(request.sampling.seed == -7)
    #expect(request.stop == ["\n", "END"])
    #expect(request.maxTokens == 12)
    #expect(request.maxTokensField.description == "max_completion_tokens")
    #expect(request.choices == 3)
    #expect(request.streams)
    #expect(request.includesUsage)
  }

  @Test(
    arguments: [
      ["temperature": nil, "response_format": nil, "stop": nil, "stream_options": nil, "tools": nil],
      ["tools": [], "tool_choice": "none", "parallel_tool_calls": false, "logprobs": false, "top_logprobs": 0],
      ["modalities": ["text"], "reasoning_effort": "none", "service_tier": "auto", "store": false],
      ["user": "u", "metadata": ["a": "b"], "safety_identifier": "s", "prompt_cache_key": "k"],
      ["response_format": ["type": "text"]],
    ] as [JSONValue])
  func takesWhatChangesNothing(_ fields: JSONValue) throws {
    #expect(try Self.request(fields) == Self.request([:]))
  }

  @Test(arguments: [nil, true, false, .null] as [JSONValue?])
  func takesSchemasStrictOrNot(_ strict: JSONValue?) throws {
    let schema: JSONValue = ["type": "object", "properties": ["a": ["type": "integer"]]]
    var definition = JSONObject([.init(key: "name", value: "N"), .init(key: "schema", value: schema)])
    definition["strict"] = strict
    let format = try Self.request([
      "response_format": ["type": "json_schema", "json_schema": .object(definition)]
    ]).format
    guard case .json(schema, let path) = format else {
      Issue.record("\(format)")
      return
    }
    #expect(path.description == "response_format.json_schema.schema")
  }

  @Test func takesSchemasWithoutName() throws {
    let format = try Self.request(["response_format": ["type": "json_schema", "json_schema": ["schema": true]]]).format
    guard case .json(true, _) = format else {
      Issue.record("\(format)")
      return
    }
  }

  @Test func readsJSONObjectAsASchema() throws {
    guard case .json(["type": "object"], _) = try Self.request(["response_format": ["type": "json_object"]]).format
    else {
      Issue.record("another format")
      return
    }
  }

  @Test func limitsTheSchema() throws {
    var limits = GatewayLimits()
    limits.schemaBytes = 20
    let body = Self.minimal.merging([
      "response_format": ["type": "json_schema", "json_schema": ["schema": ["description": "0123456789"]]]
    ])
    #expect(
      throws: GatewayError.schemaTooLarge(
        .body.appending("response_format").appending("json_schema").appending("schema"), bytes: 28, limit: 20)
    ) { try ChatCompletionRequest(body, limits: limits) }
  }
}
