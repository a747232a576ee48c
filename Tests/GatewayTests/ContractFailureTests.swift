import Decoding
import JSON
import Store
import Testing

@testable import Gateway

/// What the failure journal says of requests under a contract.
@Suite(.timeLimit(.minutes(15))) struct ContractFailureTests {
  private let folder = TemporaryFolder()
  private let gateway: Gateway

  init() throws {
    gateway = Gateway(
      engine: try BundledModel.shared.get(), journal: try Journal(path: folder.path + "/journal.sqlite"),
      limits: .patient, log: { _ in })
  }

  private func number(_ version: String, _ fields: JSONValue) -> JSONValue {
    let contract: JSONValue = [
      "name": "number", "version": .string(version),
      "schema": [
        "type": "object", "properties": ["digit": ["type": "integer", "minimum": 0, "maximum": 999]],
        "required": ["digit"], "additionalProperties": false,
      ],
      "rules": [
        [
          "id": "refused", "expression": "!(string(self.digit) in request.variables.?refused.orValue([]))",
          "attempts": 20,
        ],
        ["id": "never", "expression": "!request.variables.?never.orValue(false)", "attempts": 2],
      ],
      "limits": ["max_tokens": 20], "fallback": ["template": ["digit": 3], "static": ["digit": 7]],
    ]
    return contract.merging(fields)
  }

  private func ask(_ client: GatewayClient, _ contract: String, _ variables: JSONValue = [:]) async throws -> JSONValue
  {
    try await client.post(
      "/v1/generate",
      ["prompt": "a number", "contract": .string(contract), "seed": 1, "temperature": 1, "variables": variables]
    ).json
  }

  private func latest(_ client: GatewayClient) async throws -> JSONValue {
    let list = try await client.get("/v1/failures?limit=1").json["data"]?.arrayValue
    let id = try #require(list?.first?["id"]?.integerValue)
    return try await client.get("/v1/failures/\(id)").json
  }

  @Test func theKindIsWhatTheCallerGot() async throws {
    try await GatewayClient.with(gateway) { client in
      _ = try await client.post("/v1/contracts", number("1", [:]))
      let first = try await ask(client, "number")
      let digit = JSONWriter.write(try #require(first["value"]?["digit"]))
      #expect(try await client.get("/v1/failures").json["data"] == [])

      // A later attempt is accepted.
      let second = try await ask(client, "number", ["refused": [.string(digit)]])
      #expect(second["metadata"]?["source"] == "model")
      let rejection = try await latest(client)
      #expect(rejection["kind"] == "rule_rejection")
      #expect(rejection["code"] == "refused")
      #expect(rejection["contract"] == ["name": "number", "version": "1"])
      #expect(rejection["seed"] == 1)
      #expect(rejection["schema_hash"] == second["metadata"]?["schema_hash"])
      #expect(rejection["text"] == first["text"])

      // None is accepted, and the template answers what the rule takes when it is tried; here nothing is taken.
      _ = try await ask(client, "number", ["never": true])
      let rejected = try await latest(client)
      #expect(rejected["kind"] == "rule_rejection")
      #expect(rejected["code"] == "output_rejected")

      let all = JSONValue.array((0...999).filter { $0 != 3 }.map { .string(String($0)) })
      _ = try await client.post("/v1/contracts", number("2", ["limits": ["max_tokens": 20, "attempts": 2]]))
      #expect(try await ask(client, "number@2", ["refused": all])["value"] == ["digit": 3])
      let fallback = try await latest(client)
      #expect(fallback["kind"] == "fallback")
      #expect(fallback["code"] == "output_rejected")
      #expect(fallback["contract"]?["version"] == "2")

      _ = try await client.post(
        "/v1/contracts", number("3", ["limits": ["deadline_ms": 1], "fallback": "error"]))
      _ = try await ask(client, "number@3")
      let late = try await latest(client)
      #expect(late["kind"] == "timeout")
      #expect(late["code"] == "deadline_exceeded")
      #expect(try await client.get("/v1/failures?contract=number").json["data"]?.arrayValue?.count == 4)
    }
  }

  /// The newest version when it failed is not the newest one any more.
  @Test func aRetryKeepsTheContractsVersion() async throws {
    try await GatewayClient.with(gateway) { client in
      _ = try await client.post("/v1/contracts", number("1", [:]))
      _ = try await ask(client, "number", ["never": true])
      _ = try await client.post("/v1/contracts", number("2", ["rules": []]))
      let retry = try await client.post("/v1/failures/1/retry", [:]).json
      #expect(retry["failure"]?["state"] == "STILL_FAILING")
      #expect(retry["status"] == 422)
      #expect(retry["problems"]?.arrayValue?.map { $0["code"] } == ["output_rejected"])
    }
  }

  /// The deadline comes while other requests have the model; when it is free the same request is answered.
  @Test func aDeadlineThatCameInTheQueueIsFixed() async throws {
    let flag: JSONValue = [
      "name": "flag", "version": "1", "schema": ["type": "boolean"], "limits": ["deadline_ms": 8000],
      "fallback": ["static": false],
    ]
    let busy: JSONValue = [
      "prompt": "Write.", "max_tokens": 1900,
      "schema": ["type": "array", "items": ["type": "string", "minLength": 50], "minItems": 60],
    ]
    // Not the one that other tests keep busy.
    let engine = try BundledModel.load(width: 1)
    let gateway = Gateway(
      engine: engine, journal: try Journal(path: folder.path + "/queue.sqlite"), limits: .patient, log: { _ in })
    try await GatewayClient.with(gateway) { client in
      _ = try await client.post("/v1/contracts", flag)
      let holders = (0..<4).map { _ in Task { try await client.post("/v1/generate", busy) } }
      while engine.waiting < 3 { try await Task.sleep(for: .milliseconds(1)) }
      let late = try await client.post("/v1/generate", ["prompt": "?", "contract": "flag", "seed": 1])
      for holder in holders {
        holder.cancel()
        _ = await holder.result
      }
      #expect(late.headers["sluice-fallback-reason"] == "deadline_exceeded")
      let list = try await client.get("/v1/failures?kind=fallback").json["data"]?.arrayValue
      let record = try #require(list?.first)
      #expect(record["code"] == "deadline_exceeded")
      let id = try #require(record["id"]?.integerValue)
      // On a busy machine the deadline may come again.
      var retry = JSONValue.null
      for _ in 0..<10 where retry["failure"]?["state"] != "FIXED" {
        retry = try await client.post("/v1/failures/\(id)/retry", [:]).json
      }
      #expect(retry["failure"]?["state"] == "FIXED")
      #expect(retry["answer"]?["metadata"]?["source"] == "model")
    }
  }
}
