import Decoding
import JSON
import Store
import Testing
import Tokenizer

@testable import Gateway

/// `clarify` over loopback HTTP, with the bundled model; biases decide between a question and a document.
@Suite struct ClarifyTests {
  private static let contract: JSONValue = [
    "name": "list", "version": "1", "schema": ["type": "array", "items": ["type": "boolean"], "maxItems": 3],
    "rules": [["id": "never", "expression": "!request.variables.?never.orValue(false)", "attempts": 2]],
    "fallback": "error",
  ]

  private let gateway: Gateway
  private let outcomes = OutcomeLog()
  private let folder = TemporaryFolder()
  /// Every token that starts as an object does.
  private let objects: [Int]

  init() throws {
    let engine = try BundledModel.shared.get()
    let vocabulary = engine.tokenizer.vocabulary
    objects = (0..<vocabulary.count).filter { vocabulary.bytes(of: TokenID($0)).first == 0x7B }
    gateway = Gateway(
      engine: engine, sessions: try SessionStore(path: folder.path + "/sessions.sqlite"), limits: .patient,
      log: { _ in }, record: outcomes.recorder)
  }

  private func body(_ fields: JSONValue, asks: Bool) -> JSONValue {
    let bias = objects.map { JSONObject.Member(key: ExactString("\($0)"), value: .integer(asks ? 100 : -100)) }
    let base: JSONValue = [
      "prompt": "Which?", "clarify": true, "max_tokens": 80, "seed": 2, "logit_bias": .object(JSONObject(bias)),
    ]
    return base.merging(fields)
  }

  @Test(arguments: [false, true]) func aQuestionHasItsOwnField(isUnderContract: Bool) async throws {
    try await GatewayClient.with(gateway) { client in
      #expect(try await client.post("/v1/contracts", Self.contract).status == 201)
      let kind: JSONValue = isUnderContract ? ["contract": "list"] : ["schema": Self.contract["schema"]!]
      let document = try await client.post("/v1/generate", body(kind, asks: false)).json
      #expect(document["value"]?.arrayValue != nil)
      #expect(document["clarify"] == nil)
      #expect(document["finish_reason"] == "stop")
      #expect(document["metadata"]?["source"] == "model")

      let answer = try await client.post("/v1/generate", body(kind, asks: true))
      #expect(answer.status == 200)
      let question = try answer.json
      let text = try #require(question["clarify"]?.stringValue)
      #expect(!text.isEmpty)
      #expect(question["text"] == "")
      #expect(question["value"] == nil)
      #expect(question["finish_reason"] == "clarify")
      #expect(question["metadata"]?["source"] == "model")

      let events = try ServerSentText.values(
        try await client.post("/v1/generate", body(kind, asks: true).merging(["stream": true])).body)
      #expect(events.compactMap { $0["clarify"] } == [.string(text)])
      #expect(events.compactMap { $0["text"] }.allSatisfy { $0 == "" })
      #expect(events.compactMap { $0["finish_reason"] } == ["clarify"])
      #expect(events.last?["metadata"]?["source"] == "model")
    }
  }

  /// No rule accepts it, and none could turn it down.
  @Test func rulesSayNothingOfAQuestion() async throws {
    try await GatewayClient.with(gateway) { client in
      #expect(try await client.post("/v1/contracts", Self.contract).status == 201)
      let strict: JSONValue = ["contract": "list", "variables": ["never": true]]
      let rejected = try await client.post("/v1/generate", body(strict, asks: false))
      #expect(rejected.status == 422)
      let question = try await client.post("/v1/generate", body(strict, asks: true)).json
      #expect(question["clarify"]?.stringValue != nil)
      #expect(question["metadata"]?["rules"]?["ran"] == [])
      guard case .question = outcomes.all.last?.answer else {
        Issue.record("no question")
        return
      }
      let metrics = try MetricsText(try await client.get("/metrics").body)
      #expect(metrics[#"sluice_contract_outcomes_total{contract="list@1",outcome="clarify"}"#] == 1)
    }
  }

  @Test func aSessionKeepsTheQuestion() async throws {
    try await GatewayClient.with(gateway) { client in
      let fields: JSONValue = ["schema": ["type": "array", "maxItems": 1], "session_id": "s"]
      let question = try await client.post("/v1/generate", body(fields, asks: true)).json
      let session = try await client.get("/v1/sessions/s").json
      #expect(session["turns"]?.arrayValue?.first?.arrayValue?.last?["content"] == question["clarify"]!)
    }
  }
}
