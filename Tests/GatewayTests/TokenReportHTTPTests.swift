import Decoding
import JSON
import Testing

@testable import Gateway

/// What requests are told of tokens, over loopback HTTP, with the bundled model.
@Suite struct TokenReportHTTPTests {
  private static let color: JSONValue = [
    "type": "object", "properties": ["color": ["enum": ["red", "green", "blue"]]], "required": ["color"],
    "additionalProperties": false,
  ]
  private static let chat: JSONValue = [
    "model": "bundled", "messages": [["role": "user", "content": "The sky is blue."]], "seed": 3, "max_tokens": 40,
    "response_format": ["type": "json_schema", "json_schema": ["name": "c", "schema": color]],
  ]
  private static let generate: JSONValue = [
    "prompt": "The sky is blue.", "schema": color, "seed": 3, "max_tokens": 40,
  ]

  private let gateway: Gateway

  init() throws {
    gateway = Gateway(engine: try BundledModel.shared.get(), limits: .patient, log: { _ in })
  }

  private static func text(_ tokens: [JSONValue]) -> String {
    let bytes = tokens.flatMap { $0["bytes"]?.arrayValue ?? [] }.map { UInt8($0.integerValue!) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Each token within its limits, together the text.
  private static func check(_ tokens: [JSONValue], _ text: String, alternatives: Int) {
    #expect(Self.text(tokens) == text)
    for token in tokens {
      #expect(token["logprob"]!.numberValue!.double <= 0)
      let top = token["top_logprobs"]!.arrayValue!
      #expect(top.count <= alternatives)
      #expect(alternatives == 0 || !top.isEmpty)
      let probabilities = top.map { $0["logprob"]!.numberValue!.double }
      #expect(probabilities == probabilities.sorted(by: >))
    }
  }

  @Test(arguments: [0, 3, 20]) func chatTellsThem(_ alternatives: Int) async throws {
    try await GatewayClient.with(gateway) { client in
      let plain = try await client.post("/v1/chat/completions", Self.chat).json["choices"]!.arrayValue![0]
      #expect(plain["logprobs"] == .null)
      let asked = Self.chat.merging(["logprobs": true, "top_logprobs": .integer(alternatives)])
      let choice = try await client.post("/v1/chat/completions", asked).json["choices"]!.arrayValue![0]
      #expect(choice["message"] == plain["message"])
      let text = choice["message"]!["content"]!.stringValue!
      let tokens = try #require(choice["logprobs"]?["content"]?.arrayValue)
      Self.check(tokens, text, alternatives: alternatives)

      let streamed = try ServerSentText.values(
        try await client.post("/v1/chat/completions", asked.merging(["stream": true])).body)
      let choices = streamed.compactMap { $0["choices"]?.arrayValue?[0] }
      #expect(choices.compactMap { $0["delta"]?["content"]?.stringValue }.joined() == text)
      #expect(choices.flatMap { $0["logprobs"]?["content"]?.arrayValue ?? [] } == tokens)
    }
  }

  @Test func choicesHaveTheirOwn() async throws {
    try await GatewayClient.with(gateway) { client in
      let asked = Self.chat.merging(["logprobs": true, "n": 2, "temperature": 1.5])
      for choice in try await client.post("/v1/chat/completions", asked).json["choices"]!.arrayValue! {
        Self.check(
          choice["logprobs"]!["content"]!.arrayValue!, choice["message"]!["content"]!.stringValue!, alternatives: 0)
      }
    }
  }

  @Test func responsesTellThem() async throws {
    let request: JSONValue = [
      "model": "bundled", "input": "The sky is blue.", "max_output_tokens": 40, "temperature": 0,
      "text": ["format": ["type": "json_schema", "name": "c", "schema": Self.color]],
      "include": ["message.output_text.logprobs"], "top_logprobs": 2,
    ]
    try await GatewayClient.with(gateway) { client in
      let answer = try await client.post("/v1/responses", request).json
      #expect(answer["top_logprobs"] == 2)
      let part = answer["output"]!.arrayValue![0]["content"]!.arrayValue![0]
      let text = part["text"]!.stringValue!
      let tokens = part["logprobs"]!.arrayValue!
      Self.check(tokens, text, alternatives: 2)

      let events = try await client.post("/v1/responses", request.merging(["stream": true])).body
        .split(separator: "\n\n").map { try JSONParser.parse(String($0.split(separator: "\n")[1].dropFirst(6))) }
      func logprobs(_ type: JSONValue) -> [JSONValue] {
        events.filter { $0["type"] == type }.flatMap { $0["logprobs"]?.arrayValue ?? [] }
      }
      #expect(logprobs("response.output_text.delta") == tokens)
      #expect(logprobs("response.output_text.done") == tokens)
      #expect(
        events.last?["response"]?["output"]?.arrayValue?[0]["content"]?.arrayValue?[0]["logprobs"] == .array(tokens))
    }
  }

  @Test func generateTellsWhatTheMaskDid() async throws {
    try await GatewayClient.with(gateway) { client in
      let plain = try await client.post("/v1/generate", Self.generate).json
      #expect(plain["tokens"] == nil)
      let asked = Self.generate.merging(["trace": true])
      let answer = try await client.post("/v1/generate", asked).json
      let text = answer["text"]!.stringValue!
      #expect(answer["value"] == plain["value"])
      let tokens = answer["tokens"]!.arrayValue!
      Self.check(tokens, text, alternatives: 5)
      #expect(answer["usage"]?["completion_tokens"] == .integer(tokens.count))
      for token in tokens {
        let allowed = token["allowed"]!.integerValue!
        #expect(token["top_logprobs"]!.arrayValue!.count == min(allowed, 5))
        if allowed == 1 {
          #expect(token["logprob"]!.numberValue!.double == 0)
          #expect(token["masked_mass"] == .null)
          #expect(token["top_logprobs_unmasked"] == .null)
        } else {
          #expect((0...1).contains(token["masked_mass"]!.numberValue!.double))
          let unmasked = token["top_logprobs_unmasked"]!.arrayValue!
          #expect(unmasked.count == 5)
          #expect(unmasked.allSatisfy { $0["allowed"]?.boolValue != nil })
        }
      }
      #expect(tokens.contains { $0["masked_mass"] != .null })

      let events = try ServerSentText.values(
        try await client.post("/v1/generate", asked.merging(["stream": true])).body)
      #expect(events.flatMap { $0["tokens"]?.arrayValue ?? [] } == tokens)
      #expect(events.compactMap { $0["text"]?.stringValue }.joined() == text)
    }
  }

  @Test func logprobsAloneSayNothingOfTheMask() async throws {
    try await GatewayClient.with(gateway) { client in
      let answer = try await client.post("/v1/generate", Self.generate.merging(["logprobs": true, "top_logprobs": 1]))
      let tokens = try answer.json["tokens"]!.arrayValue!
      let text = try answer.json["text"]!.stringValue!
      Self.check(tokens, text, alternatives: 1)
      #expect(tokens.allSatisfy { $0["allowed"] == nil && $0["masked_mass"] == nil })
    }
  }

  @Test func theTokensOfTextAreToldToTheLast() async throws {
    let request: JSONValue = ["prompt": "Hello", "max_tokens": 12, "temperature": 2, "seed": 1, "logprobs": true]
    try await GatewayClient.with(gateway) { client in
      let answer = try await client.post("/v1/generate", request).json
      #expect(answer["tokens"]?.arrayValue?.count == answer["usage"]?["completion_tokens"]?.integerValue)
      let events = try ServerSentText.values(
        try await client.post("/v1/generate", request.merging(["stream": true])).body)
      #expect(events.flatMap { $0["tokens"]?.arrayValue ?? [] } == answer["tokens"]?.arrayValue)
    }
  }

  @Test func answersUnderContractsHaveThoseOfTheLastAttempt() async throws {
    let contract: JSONValue = [
      "name": "color", "version": "1", "schema": Self.color,
      "rules": [["id": "no", "expression": "self.color != request.variables.?never.orValue('')", "attempts": 1]],
      "fallback": ["static": ["color": "green"]],
    ]
    let request: JSONValue = [
      "prompt": "The sky is blue.", "contract": "color", "max_tokens": 40, "temperature": 0, "trace": true,
    ]
    try await GatewayClient.with(gateway) { client in
      #expect(try await client.post("/v1/contracts", contract).status == 201)
      let answer = try await client.post("/v1/generate", request).json
      Self.check(answer["tokens"]!.arrayValue!, answer["text"]!.stringValue!, alternatives: 5)
      let fallback = try await client.post(
        "/v1/generate", request.merging(["variables": ["never": answer["value"]!["color"]!]])
      ).json
      #expect(fallback["metadata"]?["source"] == "fallback")
      // Nobody generated it.
      #expect(fallback["tokens"] == [])
    }
  }
}
