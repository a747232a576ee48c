import Decoding
import JSON
import Store
import Testing

@testable import Gateway

/// The failure journal over loopback HTTP, with the bundled model and a real file.
@Suite(.timeLimit(.minutes(15))) struct FailureHTTPTests {
  private let folder = TemporaryFolder()
  private let gateway: Gateway

  init() throws { gateway = try Self.gateway(folder) }

  private static func gateway(_ folder: TemporaryFolder, redacted: [String] = []) throws -> Gateway {
    var options = JournalOptions()
    options.redaction = try #require(Redaction(fields: redacted))
    return Gateway(
      engine: try BundledModel.shared.get(),
      journal: try Journal(path: folder.path + "/journal.sqlite", options: options),
      limits: .patient, log: { _ in })
  }

  private static let cut: JSONValue = ["prompt": "Write a long text.", "max_tokens": 3, "seed": 5]

  private func failures(_ client: GatewayClient, _ query: String = "") async throws -> [JSONValue] {
    let answer = try await client.get("/v1/failures" + query)
    #expect(answer.status == 200)
    return try #require(try answer.json["data"]?.arrayValue)
  }

  private func retry(_ client: GatewayClient, _ failure: JSONValue) async throws -> GatewayClient.Answer {
    let id = try #require(failure["id"]?.integerValue)
    return try await client.post("/v1/failures/\(id)/retry", [:])
  }

  @Test func recordsWhatRunsARequestAgain() async throws {
    try await GatewayClient.with(gateway) { client in
      let answer = try await client.post("/v1/generate", Self.cut)
      #expect(try answer.json["finish_reason"] == "length")
      let failure = try #require(try await failures(client).first)
      #expect(failure["kind"] == "cut_off")
      #expect(failure["code"] == "length")
      #expect(failure["state"] == "OPEN")
      let record = try await client.get("/v1/failures/1").json
      #expect(record["request"] == Self.cut)
      #expect(record["endpoint"] == "/v1/generate")
      #expect(record["seed"] == 5)
      #expect(record["model"] == "bundled")
      #expect(record["tokens"]?.arrayValue?.count == 3)
      #expect(record["text"] == (try answer.json["text"]))
      // It says the same again.
      let again = try await retry(client, failure)
      #expect(try again.json["failure"]?["state"] == "STILL_FAILING")
      #expect(try again.json["answer"]?["text"] == (try answer.json["text"]))
      #expect(try again.json["problems"]?.arrayValue?.map { $0["code"] } == ["length"])
      // A retry is no failure of its own.
      #expect(try await failures(client).map { $0["retries"] } == [1])
    }
  }

  @Test func recordsASeedThatWasDrawn() async throws {
    try await GatewayClient.with(gateway) { client in
      let asked = Self.cut.merging(["temperature": 1, "seed": .null])
      let answer = try await client.post("/v1/generate", asked)
      let record = try await client.get("/v1/failures/1").json
      #expect(record["seed"] == (try answer.json["metadata"]?["seed"]))
      let again = try await retry(client, record)
      #expect(try again.json["answer"]?["text"] == (try answer.json["text"]))
    }
  }

  /// The document is valid, and ends where the budget made it end.
  @Test func recordsADocumentThatTheBudgetEnded() async throws {
    try await GatewayClient.with(gateway) { client in
      let text: JSONValue = [
        "prompt": "Write a long text.", "schema": ["type": "string", "minLength": 20, "maxLength": 900], "seed": 1,
        "max_tokens": 25,
      ]
      #expect(try await client.post("/v1/generate", text).json["finish_reason"] == "stop")
      #expect(try await failures(client).map { $0["code"] } == ["forced_end"])
      // Enough for what the model wants is not recorded.
      _ = try await client.post("/v1/generate", ["prompt": "?", "schema": ["type": "boolean"]])
      #expect(try await failures(client).count == 1)
    }
  }

  @Test func listsByFilterAndPage() async throws {
    try await GatewayClient.with(gateway) { client in
      _ = try await client.post("/v1/generate", Self.cut)
      #expect(try await client.post("/v1/generate", ["prompt": "a", "model": "other"]).status == 404)
      #expect(try await client.post("/v1/generate", ["prompt": "a", "contract": "absent"]).status == 404)
      #expect(
        try await client.post("/v1/generate", ["prompt": "a", "schema": ["type": "object"], "max_tokens": 1]).status
          == 400)
      #expect(
        try await failures(client).map { $0["code"] }
          == ["max_tokens_too_small", "contract_not_found", "model_not_found", "length"])
      #expect(try await failures(client, "?kind=cut_off").count == 1)
      #expect(try await failures(client, "?kind=timeout").isEmpty)
      #expect(try await failures(client, "?limit=1&before=3").map { $0["id"] } == [2])
      let page = try await client.get("/v1/failures?limit=2").json
      #expect(page["has_more"] == true)
      #expect(page["journal"]?["lost"] == 0)
      for query in ["?kind=odd", "?limit=0", "?before=x", "?colour=red"] {
        #expect(try await client.get("/v1/failures" + query).status == 400)
      }
      #expect(try await client.get("/v1/failures/99").status == 404)
      #expect(try await client.get("/v1/failures/one").status == 404)
      #expect(try await client.post("/v1/failures/99/retry", [:]).status == 404)
      #expect(try await client.post("/v1/failures/1/retry", ["force": true]).status == 400)
    }
  }

  @Test func saysThatThereIsNoJournal() async throws {
    let gateway = Gateway(engine: try BundledModel.shared.get(), limits: .patient, log: { _ in })
    try await GatewayClient.with(gateway) { client in
      let answer = try await client.get("/v1/failures")
      #expect(answer.status == 404)
      #expect(try answer.json["error"]?["code"] == "journal_off")
    }
  }

  @Test func redactedRequestsAreNotRunAgain() async throws {
    try await GatewayClient.with(try Self.gateway(folder, redacted: ["prompt"])) { client in
      _ = try await client.post("/v1/generate", Self.cut)
      let record = try await client.get("/v1/failures/1").json
      #expect(record["request"]?["prompt"] == "[redacted]")
      #expect(record["redacted"] == true)
      let again = try await retry(client, record)
      #expect(again.status == 409)
      #expect(try again.json["error"]?["code"] == "failure_redacted")
    }
  }

  /// A client that went away has got no answer; the retry has all of it.
  @Test func aRequestThatWasAbandonedIsFixed() async throws {
    try await GatewayClient.with(gateway) { client in
      let long: JSONValue = [
        "prompt": "a list", "stream": true, "seed": 2,
        "schema": ["type": "array", "items": ["type": "boolean"], "minItems": 40, "maxItems": 40],
      ]
      // On a busy machine the model may have written all of it before the server notices.
      var list: [JSONValue] = []
      for _ in 0..<20 where list.isEmpty {
        try await client.abandon("/v1/generate", long, atEvent: true)
        while try MetricsText(try await client.get("/metrics").body)["sluice_http_requests_in_flight"] > 1 {
          try await Task.sleep(for: .milliseconds(5))
        }
        list = try await failures(client)
      }
      try #require(!list.isEmpty)
      #expect(list[0]["kind"] == "cut_off")
      #expect(list[0]["code"] == "client_gone")
      // With what had been written until then.
      let id = try #require(list[0]["id"]?.integerValue)
      let record = try await client.get("/v1/failures/\(id)").json
      #expect(record["tokens"]?.arrayValue?.isEmpty == false)
      #expect(record["text"]?.stringValue?.hasPrefix("[") == true)
      #expect(record["mask_position"]?.integerValue == record["text"]?.stringValue?.utf8.count)
      let again = try await retry(client, list[0])
      #expect(try again.json["failure"]?["state"] == "FIXED")
      #expect(try again.json["answer"]?["value"]?.arrayValue?.count == 40)
      #expect(try again.json["problems"] == [])
      #expect(try await failures(client, "?state=FIXED").count == 1)
    }
  }

  @Test func whatWasMissingIsThereAtTheRetry() async throws {
    let contract: JSONValue = [
      "name": "flag", "version": "3", "schema": ["type": "boolean"], "fallback": ["static": false],
    ]
    try await GatewayClient.with(gateway) { client in
      #expect(try await client.post("/v1/generate", ["prompt": "?", "contract": "flag@3"]).status == 404)
      let failure = try #require(try await failures(client).first)
      #expect(try await retry(client, failure).json["failure"]?["state"] == "STILL_FAILING")
      #expect(try await client.post("/v1/contracts", contract).status == 201)
      let fixed = try await retry(client, failure).json
      #expect(fixed["failure"]?["state"] == "FIXED")
      #expect(fixed["failure"]?["retries"] == 2)
      #expect(fixed["answer"]?["metadata"]?["contract"] == "flag@3")
    }
  }
}
