import Decoding
import JSON
import Testing

@testable import Gateway

/// Contracts over loopback HTTP, with the bundled model.
@Suite struct ContractHTTPTests {
  /// A digit that is not `request.variables.refused`; which the masks cannot know.
  private static let digit: JSONValue = [
    "name": "digit", "version": "1",
    "schema": [
      "type": "object", "properties": ["digit": ["type": "integer", "minimum": 0, "maximum": 999]],
      "required": ["digit"], "additionalProperties": false,
    ],
    "rules": [
      [
        "id": "refused", "expression": "!(string(self.digit) in request.variables.?refused.orValue([]))",
        "message": "it is refused", "attempts": 20,
      ],
      ["id": "never", "expression": "!request.variables.?never.orValue(false)", "attempts": 2],
      ["id": "seen", "expression": "!has(request.variables.suspicious)", "severity": "flag"],
    ],
    "prompt": "Write a number.", "limits": ["max_tokens": 20],
    "fallback": [
      "template": ["digit": "{{ request.variables.?fallback.orValue(size(error.violations)) }}"],
      "static": ["digit": 7],
    ],
  ]

  private let gateway: Gateway
  private let outcomes = OutcomeLog()

  init() throws {
    gateway = Gateway(engine: try BundledModel.shared.get(), limits: .patient, log: { _ in }, record: outcomes.recorder)
  }

  private func generate(_ client: GatewayClient, _ fields: JSONValue) async throws -> GatewayClient.Answer {
    let base: JSONValue = ["prompt": "a number", "contract": "digit", "seed": 1, "temperature": 1]
    return try await client.post("/v1/generate", base.merging(fields))
  }

  @Test func registersListsAndRetires() async throws {
    try await GatewayClient.with(gateway) { client in
      let created = try await client.post("/v1/contracts", Self.digit)
      #expect(created.status == 201)
      #expect(created.headers["location"] == "/v1/contracts/digit@1")
      #expect(try created.json["rules"] == ["refused", "never", "seen"])
      // A caller that repeats itself is answered, one that changes a version is not.
      #expect(try await client.post("/v1/contracts", Self.digit).status == 200)
      let changed = try await client.post("/v1/contracts", Self.digit.merging(["prompt": "Another."]))
      #expect(changed.status == 409)
      #expect(try changed.json["error"]?["code"] == "contract_exists")
      #expect(try await client.post("/v1/contracts", Self.digit.merging(["version": "2"])).status == 201)

      let list = try await client.get("/v1/contracts")
      #expect(try list.json["data"]?.arrayValue?.map { $0["id"] } == ["digit@1", "digit@2"])
      #expect(try await client.get("/v1/contracts/digit").json["id"] == "digit@2")
      let one = try await client.get("/v1/contracts/digit@1")
      #expect(try one.json["contract"] == Self.digit)
      #expect(try await client.get("/v1/contracts/digit@3").status == 404)

      #expect(try await client.delete("/v1/contracts/digit").status == 400)
      #expect(try await client.delete("/v1/contracts/digit@2").json["retired"] == true)
      #expect(try await client.get("/v1/contracts/digit").json["id"] == "digit@1")
      #expect(try await client.post("/v1/contracts", Self.digit.merging(["version": "2"])).status == 409)
      let retired = try await generate(client, ["contract": "digit@2"])
      #expect(retired.status == 410)
      #expect(try retired.json["error"]?["code"] == "contract_retired")
      #expect(try await generate(client, ["contract": "digits"]).status == 404)
      #expect(try await client.delete("/v1/contracts/digits@1").status == 404)
    }
  }

  @Test func saysWhereAnAnswerComesFrom() async throws {
    try await GatewayClient.with(gateway) { client in
      _ = try await client.post("/v1/contracts", Self.digit)
      let answer = try await generate(client, ["variables": ["suspicious": true]])
      #expect(answer.status == 200)
      let metadata = try #require(try answer.json["metadata"])
      #expect(metadata["source"] == "model")
      #expect(metadata["contract"] == "digit@1")
      #expect(metadata["attempts"] == 1)
      #expect(metadata["seed"] == 1)
      #expect(metadata["rules"]?["ran"] == ["refused", "never", "seen"])
      #expect(metadata["rules"]?["flagged"]?.arrayValue?.map { $0["rule"] } == ["seen"])
      #expect(metadata["rules"]?["rejected"] == [])
      let hash = "sha256:" + SHA256.hex(JSONWriter.write(Self.digit["schema"]!).utf8)
      #expect(metadata["schema_hash"] == .string(hash))
      #expect(answer.headers["sluice-source"] == "model")
      #expect(answer.headers["sluice-contract"] == "digit@1")
      #expect(answer.headers["sluice-attempts"] == "1")
      #expect(answer.headers["sluice-seed"] == "1")
      #expect(answer.headers["sluice-schema-hash"] == hash)
      #expect(answer.headers["sluice-rules"] == "ran=3, flagged=1, rejected=0")
      #expect(outcomes.all.count == 1)
    }
  }

  @Test func triesAnotherSeedWhenARuleRejects() async throws {
    try await GatewayClient.with(gateway) { client in
      _ = try await client.post("/v1/contracts", Self.digit)
      var refused: [JSONValue] = []
      var attempts = 1
      // Each answer is refused the next time, so that the next one needs at least an attempt more.
      for _ in 0..<3 {
        let answer = try await generate(client, ["variables": ["refused": .array(refused)]]).json
        let digit = try #require(answer["value"]?["digit"])
        #expect(answer["metadata"]?["source"] == "model")
        #expect(!refused.contains(.string(JSONWriter.write(digit))))
        attempts = try #require(answer["metadata"]?["attempts"]?.integerValue)
        #expect(attempts > refused.count)
        #expect(answer["metadata"]?["seed"] == .integer(attempts))
        #expect(answer["metadata"]?["rules"]?["rejected"]?.arrayValue?.count == attempts - 1)
        refused.append(.string(JSONWriter.write(digit)))
      }
      // The seed of the last attempt gives its answer at once.
      let replayed = try await generate(client, ["seed": .integer(attempts)]).json
      #expect(JSONWriter.write(try #require(replayed["value"]?["digit"])) == refused[2].stringValue)
    }
  }

  @Test func fallsBackWhenRulesKeepFailing() async throws {
    try await GatewayClient.with(gateway) { client in
      _ = try await client.post("/v1/contracts", Self.digit)
      // `never` rejects all of them, so the template is refused by it as well, and so is the static document.
      let rejected = try await generate(client, ["variables": ["never": true]])
      #expect(rejected.status == 422)
      #expect(rejected.headers["sluice-source"] == "none")
      let error = try #require(try rejected.json["error"])
      #expect(error["code"] == "output_rejected")
      #expect(error["violations"]?.arrayValue?.map { $0["rule"] } == ["never"])

      // The fallback's numbers are none that a model is likely to write.
      let all = JSONValue.array((0...999).filter { $0 != 612 && $0 != 613 }.map { .string(String($0)) })
      let fallback: JSONValue = [
        "template": ["digit": "{{ request.variables.?fallback.orValue(size(error.violations) + 611) }}"],
        "static": ["digit": 613],
      ]
      _ = try await client.post(
        "/v1/contracts",
        Self.digit.merging([
          "version": "2", "limits": ["max_tokens": 20, "attempts": 2], "fallback": fallback,
        ]))
      let template = try await generate(client, ["variables": ["refused": all], "contract": "digit@2"])
      #expect(try template.json["value"] == ["digit": 612])
      #expect(try template.json["finish_reason"] == "stop")
      #expect(template.headers["sluice-source"] == "fallback")
      #expect(template.headers["sluice-fallback-reason"] == "output_rejected")
      let metadata = try #require(try template.json["metadata"])
      #expect(metadata["attempts"] == 2)
      #expect(metadata["fallback"]?["kind"] == "template")
      #expect(metadata["fallback"]?["reason"]?["code"] == "output_rejected")

      // A template that breaks a rule gives way to the static document.
      let fixed = try await generate(
        client, ["variables": ["refused": all, "fallback": 12], "contract": "digit@2"])
      #expect(try fixed.json["value"] == ["digit": 613])
      #expect(try fixed.json["metadata"]?["fallback"]?["kind"] == "static")
      #expect(
        try fixed.json["metadata"]?["fallback"]?["template_failure"] == "it breaks the rule 'refused': it is refused")
      #expect(outcomes.all.count == 3)
    }
  }

  @Test func fallsBackAtTheDeadlineAndWithoutBudget() async throws {
    try await GatewayClient.with(gateway) { client in
      let slow: JSONValue = [
        "name": "slow", "version": "1", "schema": ["type": "string", "minLength": 700, "maxLength": 900],
        "limits": ["deadline_ms": 1, "max_tokens": 1000],
        "fallback": ["template": "{{ error.code }}", "static": "?"],
      ]
      let loose = slow.merging(["schema": ["type": "string", "maxLength": 900], "fallback": ["static": "late"]])
      #expect(try await client.post("/v1/contracts", slow).json["error"]?["param"] == "fallback.static")
      #expect(try await client.post("/v1/contracts", loose).status == 201)
      let late = try await generate(client, ["contract": "slow", "prompt": "Write a long text."])
      #expect(try late.json["value"] == "late")
      #expect(late.headers["sluice-fallback-reason"] == "deadline_exceeded")

      let strict = slow.merging(["version": "2", "fallback": "error"])
      #expect(try await client.post("/v1/contracts", strict).status == 201)
      let error = try await generate(client, ["contract": "slow"])
      #expect(error.status == 504)
      #expect(try error.json["error"]?["code"] == "deadline_exceeded")

      _ = try await client.post("/v1/contracts", Self.digit)
      let tight = try await generate(client, ["max_tokens": 1])
      #expect(tight.headers["sluice-fallback-reason"] == "max_tokens_too_small")
      #expect(try tight.json["value"] == ["digit": 0])
      // What is wrong with the request itself is no case for a fallback.
      let greedy = try await generate(client, ["max_tokens": 21])
      #expect(greedy.status == 400)
      #expect(try greedy.json["error"]?["param"] == "max_tokens")
      #expect(try await generate(client, ["model": "other"]).status == 404)
    }
  }

  @Test func answersInChatAndInEvents() async throws {
    try await GatewayClient.with(gateway) { client in
      _ = try await client.post("/v1/contracts", Self.digit)
      let chat: JSONValue = [
        "model": "bundled", "messages": [["role": "user", "content": "a number"]], "contract": "digit@1", "seed": 1,
        "temperature": 1,
      ]
      let whole = try await client.post("/v1/chat/completions", chat)
      let text = try #require(try whole.json["choices"]?.arrayValue?[0]["message"]?["content"]?.stringValue)
      #expect(whole.headers["sluice-source"] == "model")
      #expect(try JSONParser.parse(text)["digit"]?.integerValue != nil)

      let stream = try await client.post("/v1/chat/completions", chat.merging(["stream": true]))
      #expect(stream.headers["content-type"] == ServerSentEvents.contentType)
      #expect(stream.headers["sluice-source"] == "model")
      #expect(stream.body.contains(JSONWriter.quote(text)))
      #expect(stream.body.hasSuffix("data: [DONE]\n\n"))
      let events = try await generate(client, ["stream": true])
      #expect(events.body.contains(#""metadata":{"source":"model","contract":"digit@1""#))
    }
  }

  @Test func keepsRulesThatASchemaCarries() async throws {
    let ruled: JSONValue = [
      "type": "array", "minItems": 1, "maxItems": 2,
      "items": [
        "type": "integer", "minimum": 0, "maximum": 999,
        "x-kubernetes-validations": [["rule": "self % 3 == 0", "message": "not a multiple of 3"]],
      ],
    ]
    let never: JSONValue = [
      "type": "integer", "minimum": 1, "maximum": 9, "x-kubernetes-validations": [["rule": "self * self < 1"]],
    ]
    let malformed: JSONValue = ["type": "integer", "x-kubernetes-validations": [["rule": "self = 1"]]]
    try await GatewayClient.with(gateway) { client in
      let body: JSONValue = ["prompt": "numbers", "seed": 1, "temperature": 1, "max_tokens": 12]
      let answer = try await client.post("/v1/generate", body.merging(["schema": ruled]))
      if answer.status == 200 {
        let digits = try #require(try answer.json["value"]?.arrayValue)
        #expect(digits.allSatisfy { $0.integerValue! % 3 == 0 })
      } else {
        #expect(answer.status == 422)
      }
      #expect(answer.headers["sluice-contract"] == nil)

      let rejected = try await client.post("/v1/generate", body.merging(["schema": never]))
      #expect(rejected.status == 422)
      #expect(rejected.headers["sluice-attempts"] == "3")
      let violations = try rejected.json["error"]?["violations"]?.arrayValue
      #expect(violations?.map { $0["rule"] } == ["#/x-kubernetes-validations/0"])

      let refused = try await client.post("/v1/generate", body.merging(["schema": malformed]))
      #expect(refused.status == 400)
      #expect(try refused.json["error"]?["code"] == "invalid_schema")
      #expect(try refused.json["error"]?["param"] == "schema")
    }
  }

  @Test func tellsTheSeedOfEveryAnswer() async throws {
    try await GatewayClient.with(gateway) { client in
      let schema: JSONValue = ["type": "integer", "minimum": 0, "maximum": 99_999]
      let body: JSONValue = ["prompt": "a number", "schema": schema, "temperature": 1, "max_tokens": 8]
      let first = try await client.post("/v1/generate", body)
      let metadata = try #require(try first.json["metadata"])
      #expect(metadata["source"] == "model")
      #expect(metadata["schema_hash"] == .string(Provenance.hash(of: schema)))
      let seed = try #require(metadata["seed"])
      #expect(first.headers["sluice-seed"] == JSONWriter.write(seed))
      let again = try await client.post("/v1/generate", body.merging(["seed": seed]))
      #expect(try again.json["value"] == first.json["value"])
      let chat = try await client.post(
        "/v1/chat/completions",
        ["model": "bundled", "messages": [["role": "user", "content": "a"]], "max_tokens": 2, "seed": 5])
      #expect(chat.headers["sluice-seed"] == "5")
      #expect(chat.headers["sluice-schema-hash"] == nil)
    }
  }

  @Test func fallsBackWhenTooManyWait() async throws {
    let full = try Engine(
      modelDirectory: BundledModel.root + "/Models/bundled", modelName: "bundled", threads: 1, waitingLimit: 0)
    let gateway = Gateway(engine: full, limits: .patient, log: { _ in }, record: outcomes.recorder)
    try await GatewayClient.with(gateway) { client in
      _ = try await client.post("/v1/contracts", Self.digit)
      let answer = try await generate(client, [:])
      #expect(answer.status == 200)
      #expect(answer.headers["sluice-fallback-reason"] == "overloaded")
      #expect(try answer.json["metadata"]?["attempts"] == 0)
      #expect(try answer.json["metadata"]?["seed"] == .null)
      _ = try await client.post("/v1/contracts", Self.digit.merging(["version": "2", "fallback": "error"]))
      let error = try await generate(client, [:])
      #expect(error.status == 503)
      #expect(error.headers["retry-after"] != nil)
    }
  }

  @Test func findsTheKeywordOfRules() {
    let keyword = #""x-kubernetes-validations""#
    for text in [keyword, "{\(keyword):[]}", #"{"x":{"x-":"# + keyword] {
      #expect(RuleKeyword.mayStand(in: text), "\(text)")
    }
    for text in ["", "\"", "x-kubernetes-validations", String(keyword.dropLast()), #"{"x-kubernetes-validation":1}"#] {
      #expect(!RuleKeyword.mayStand(in: text), "\(text)")
    }
  }
}
