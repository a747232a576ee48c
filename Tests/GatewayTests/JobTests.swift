import Decoding
import Glibc
import JSON
import Store
import Testing

@testable import Gateway

/// Jobs over loopback HTTP, with a real file, and in a process that is killed.
@Suite(.timeLimit(.minutes(15))) struct JobTests {
  private let folder = TemporaryFolder()

  private func gateway(keys: KeyRing? = nil, journal: Journal? = nil) throws -> Gateway {
    Gateway(
      engine: try BundledModel.shared.get(), keys: keys, jobs: try JobStore(path: folder.path + "/jobs.sqlite"),
      journal: journal, limits: .patient, log: { _ in })
  }

  private static func generate(_ body: JSONValue) -> JSONValue { ["endpoint": "/v1/generate", "body": body] }

  private func ended(
    _ client: GatewayClient, _ id: JSONValue?, _ headers: [(String, String)] = []
  ) async throws -> JSONValue {
    let id = try #require(id?.stringValue)
    while true {
      let job = try await client.get("/v1/jobs/\(id)", headers).json
      if job["ended"] != .null { return job }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  @Test func answersLater() async throws {
    try await GatewayClient.with(try gateway()) { client in
      let body: JSONValue = ["prompt": "a", "schema": ["type": "boolean"], "seed": 3]
      let submitted = try await client.post("/v1/jobs", Self.generate(body))
      #expect(submitted.status == 202)
      let id = try #require(try submitted.json["id"])
      #expect(submitted.headers["location"] == "/v1/jobs/\(id.stringValue ?? "")")
      let job = try await ended(client, id)
      #expect(job["status"] == "succeeded")
      let direct = try await client.post("/v1/generate", body)
      #expect(job["response"]?["status"] == 200)
      #expect(job["response"]?["body"]?["value"] == (try direct.json["value"]))
      #expect(job["response"]?["headers"]?["Sluice-Seed"] == "3")

      let chat = try await client.post(
        "/v1/jobs",
        [
          "endpoint": "/v1/chat/completions",
          "body": ["model": "bundled", "messages": [["role": "user", "content": "a"]], "max_tokens": 2],
        ])
      let answered = try await ended(client, try chat.json["id"])
      #expect(answered["response"]?["body"]?["object"] == "chat.completion")
      let list = try await client.get("/v1/jobs?status=succeeded").json
      #expect(list["data"]?.arrayValue?.count == 2)
      #expect(try await client.get("/v1/jobs?status=done").status == 400)
      #expect(try await client.get("/v1/jobs/job-0").status == 404)
      let metrics = try MetricsText(try await client.get("/metrics").body)
      #expect(metrics[#"sluice_jobs{status="succeeded"}"#] == 2)
    }
  }

  /// A budget as large as an integer may be.
  @Test func theLargestBudgetIsRefused() async throws {
    try await GatewayClient.with(try gateway()) { client in
      let answer = try await client.post(
        "/v1/generate",
        [
          "messages": [["role": "user", "content": "a"], ["role": "user", "content": "b"]], "truncation": "auto",
          "max_tokens": .integer(Int.max),
        ])
      #expect(answer.status == 400)
      #expect(try answer.json["error"]?["code"] == "context_length_exceeded")
    }
  }

  /// Without keys, a page that leads its own name here gets nothing.
  @Test func namesOfThePublicInternetAreRefused() async throws {
    var limits = GatewayLimits.patient
    limits.takesPublicNames = false
    let gateway = Gateway(engine: try BundledModel.shared.get(), limits: limits, log: { _ in })
    try await GatewayClient.with(gateway) { client in
      let refused = try await client.get("/v1/models", [("Host", "evil.example")])
      #expect(refused.status == 403)
      #expect(try refused.json["error"]?["code"] == "public_host_name")
      #expect(try await client.get("/v1/models").status == 200)
    }
  }

  @Test func whatIsWrongIsRefusedAtOnce() async throws {
    try await GatewayClient.with(try gateway()) { client in
      for (job, param) in [
        (["body": [:]], "endpoint"), (["endpoint": "/v1/models", "body": [:]], "endpoint"),
        (["endpoint": "/v1/generate"], "body"), (Self.generate([:]), "prompt"),
        (Self.generate(["prompt": "a", "temperature": 9]), "temperature"),
        (Self.generate(["prompt": "a", "stream": true]), "stream"),
        (["endpoint": "/v1/generate", "body": ["prompt": "a"], "when": "now"], "when"),
      ] as [(JSONValue, String)] {
        let answer = try await client.post("/v1/jobs", job)
        #expect(answer.status == 400)
        #expect(try answer.json["error"]?["param"] == .string(param))
      }
      // What only shows later is the job's answer.
      let late = try await client.post("/v1/jobs", Self.generate(["prompt": "a", "model": "other"]))
      let job = try await ended(client, try late.json["id"])
      #expect(job["status"] == "failed")
      #expect(job["response"]?["status"] == 404)
      #expect(job["response"]?["body"]?["error"]?["code"] == "model_not_found")
    }
  }

  @Test func aClientThatAsksTwiceHasOneJob() async throws {
    try await GatewayClient.with(try gateway()) { client in
      let body = Self.generate(["prompt": "a", "max_tokens": 1])
      let first = try await client.post("/v1/jobs", body, [("Idempotency-Key", "order-1")])
      let second = try await client.post("/v1/jobs", body, [("Idempotency-Key", "order-1")])
      #expect(first.status == 202)
      #expect(second.status == 200)
      #expect(try first.json["id"] == (try second.json["id"]))
      #expect(try await client.post("/v1/jobs", body).status == 202)
    }
  }

  @Test func aJobCanBeCancelled() async throws {
    let long: JSONValue = [
      "prompt": "Write.", "max_tokens": 1900,
      "schema": ["type": "array", "items": ["type": "string", "minLength": 50], "minItems": 60],
    ]
    let engine = try BundledModel.load()
    let store = try JobStore(path: folder.path + "/jobs.sqlite")
    try await GatewayClient.with(Gateway(engine: engine, jobs: store, limits: .patient, log: { _ in })) { client in
      let submitted = try await client.post("/v1/jobs", Self.generate(long)).json
      let id = try #require(submitted["id"]?.stringValue)
      while !engine.isBusy { try await Task.sleep(for: .milliseconds(1)) }
      #expect(try await client.delete("/v1/jobs/\(id)").json["status"] == "cancelled")
      // The model is free for the next one.
      while engine.isBusy { try await Task.sleep(for: .milliseconds(1)) }
      let job = try await ended(client, .string(id))
      #expect(job["status"] == "cancelled")
      #expect(job["response"] == .null)
      #expect(try await client.delete("/v1/jobs/job-0").status == 404)
    }
  }

  @Test func jobsBelongToTheirKeys() async throws {
    let file = KeyFile(path: folder.path + "/keys.json")
    let (mine, _) = try file.add(name: "mine", scopes: [.generate], tokensPerMinute: 10)
    let (other, _) = try file.add(name: "other", scopes: [.generate])
    try await GatewayClient.with(try gateway(keys: try KeyRing(file))) { client in
      let bearer = [("Authorization", "Bearer \(mine)")]
      let body = Self.generate(["prompt": "a", "max_tokens": 1])
      #expect(try await client.post("/v1/jobs", body).status == 401)
      #expect(
        try await client.post("/v1/jobs", Self.generate(["prompt": "a", "priority": -5]), bearer).status == 403)
      let submitted = try await client.post("/v1/jobs", body, bearer)
      let id = try #require(try submitted.json["id"]?.stringValue)
      #expect(try await client.get("/v1/jobs/\(id)", [("Authorization", "Bearer \(other)")]).status == 404)
      // Its tokens are counted for the key, which then has none left: polling is refused too.
      while try await client.get("/v1/jobs/\(id)", bearer).status != 429 { try await Task.sleep(for: .milliseconds(5)) }
    }
  }

  /// The process is killed in the middle of jobs; the next one answers all of them.
  @Test func jobsSurviveAKill() async throws {
    let options = ["--jobs", folder.path + "/jobs.sqlite", "--journal", folder.path + "/journal.sqlite"]
    let (process, client) = try SluiceProcess.serve(options)
    var ids: [JSONValue] = []
    for seed in 0..<40 {
      let body: JSONValue = ["prompt": "a", "max_tokens": 20, "seed": .integer(seed), "schema": ["type": "integer"]]
      ids.append(try #require(try await client.post("/v1/jobs", Self.generate(body)).json["id"]))
    }
    var before: [JSONValue] = []
    while before.count < 5 {
      before = try await client.get("/v1/jobs?status=succeeded").json["data"]?.arrayValue ?? []
    }
    #expect(process.end(SIGKILL) == -SIGKILL)

    let (again, restarted) = try SluiceProcess.serve(options)
    for id in ids {
      let job = try await ended(restarted, id)
      #expect(job["status"] == "succeeded")
      #expect(job["response"]?["body"]?["value"]?.numberValue != nil)
    }
    // What was answered before the kill is not answered anew.
    for job in before {
      let id = try #require(job["id"]?.stringValue)
      #expect(try await restarted.get("/v1/jobs/\(id)").json == job)
    }
    #expect(again.end(SIGTERM) == 0)
  }
}
