import Decoding
import JSON
import Testing

@testable import Gateway

/// `POST /v1/schemas/check` over loopback HTTP.
@Suite struct SchemaCheckTests {
  private func with(_ body: (GatewayClient) async throws -> Void) async throws {
    try await GatewayClient.with(
      Gateway(engine: try BundledModel.shared.get(), limits: .patient, log: { _ in }), body)
  }

  @Test func tellsWhatIsEnforcedAndWhatIsNot() async throws {
    try await with { client in
      let schema: JSONValue = ["title": "t", "type": "integer", "minimum": 10]
      let report = try await client.post("/v1/schemas/check", ["schema": schema]).json
      #expect(report["verdict"] == "enforced")
      #expect(report["counts"] == ["masked": 2, "guarded": 0, "annotation": 1, "refused": 0])
      #expect(report["shortest"]?["text"] == "10")
      #expect(report["shortest"]?["tokens"]?.integerValue ?? 0 > 0)

      let refused = try await client.post("/v1/schemas/check", ["schema": ["pattern": #"(a)\1"#]])
      #expect(refused.status == 200)
      #expect(try refused.json["verdict"] == "refused")
      #expect(try refused.json["refusals"]?.arrayValue?.first?["location"] == "#/pattern")

      let never = try await client.post("/v1/schemas/check", ["schema": false]).json
      #expect(never["verdict"] == "unsatisfiable")
    }
  }

  @Test func tellsOfContracts() async throws {
    let contract: JSONValue = ["name": "c", "version": "1", "schema": ["const": 7], "fallback": "error"]
    try await with { client in
      #expect(try await client.post("/v1/contracts", contract).status == 201)
      let report = try await client.post("/v1/schemas/check", ["contract": "c@1"]).json
      #expect(report["shortest"]?["text"] == "7")
    }
  }

  @Test(
    arguments: [
      ([:], "schema"), (["schema": 1], "schema"), (["schema": true, "contract": "c"], "contract"),
      (["contract": "none"], "contract"), (["schema": true, "draft": "7"], "draft"),
      (["schema": true, "deadline_ms": 0], "deadline_ms"),
    ] as [(JSONValue, JSONValue)])
  func refusesByName(_ body: JSONValue, _ param: JSONValue) async throws {
    try await with { client in
      let answer = try await client.post("/v1/schemas/check", body)
      #expect((400..<500).contains(answer.status))
      #expect(try answer.json["error"]?["param"] == param)
    }
  }
}
