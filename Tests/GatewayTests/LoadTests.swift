import Decoding
import HTTPServer
import JSON
import Store
import Testing

@testable import Gateway

/// Deadlines, the queue, and clients that wait or go away, over loopback HTTP with an engine of their own.
@Suite(.serialized, .timeLimit(.minutes(15))) struct LoadTests {
  private let folder = TemporaryFolder()

  /// Holds the model for seconds.
  private static let long: JSONValue = [
    "prompt": "Write.", "max_tokens": 1900, "stream": true,
    "schema": ["type": "array", "items": ["type": "string", "minLength": 50], "minItems": 60],
  ]

  private func engine(waiting: Int = 256) throws -> Engine { try BundledModel.load(waitingLimit: waiting, width: 1) }

  /// Runs `body` while another one has the model, which takes one at a time, and as many wait as `waiting` says, or until it calls what it is given.
  private func whileBusy(
    _ gateway: Gateway, _ engine: Engine, waiting: Int = 0,
    _ body: (GatewayClient, _ release: () async -> Void) async throws -> Void
  ) async throws {
    try await GatewayClient.with(gateway) { client in
      let (began, started) = AsyncStream.makeStream(of: Void.self)
      var holders = [Task { try await client.read("/v1/generate", Self.long) { started.finish() } }]
      for await _ in began {}
      for _ in 0..<waiting { holders.append(Task { try await client.read("/v1/generate", Self.long) }) }
      while engine.waiting < waiting { try await Task.sleep(for: .milliseconds(1)) }
      let outcome: Result<Void, any Error>
      let release = { [holders] in
        for holder in holders {
          holder.cancel()
          _ = await holder.result
        }
      }
      do { outcome = .success(try await body(client, release)) } catch { outcome = .failure(error) }
      await release()
      try outcome.get()
    }
  }

  /// The smaller one of header and field goes.
  @Test(arguments: [(1, nil), (nil, "0.001"), (60_000, "0.001")] as [(Int?, String?)])
  func everyRequestHasADeadline(_ milliseconds: Int?, _ timeout: String?) async throws {
    let fields: JSONValue = ["deadline_ms": milliseconds.map { .integer($0) } ?? .null]
    let headers = timeout.map { [("X-Request-Timeout", $0)] } ?? []
    let journal = try Journal(path: folder.path + "/journal.sqlite")
    let gateway = Gateway(engine: try BundledModel.shared.get(), journal: journal, limits: .patient, log: { _ in })
    try await GatewayClient.with(gateway) { client in
      let base: JSONValue = ["prompt": "Write a long text.", "max_tokens": 1000]
      let answer = try await client.post("/v1/generate", base.merging(fields), headers)
      #expect(answer.status == 504)
      #expect(try answer.json["error"]?["code"] == "deadline_exceeded")
      let record = try await client.get("/v1/failures/1").json
      #expect(record["kind"] == "timeout")
      #expect(record["request"]?["deadline_ms"] == 1)
    }
  }

  @Test func aTimeoutIsANumberOfSeconds() async throws {
    let gateway = Gateway(engine: try BundledModel.shared.get(), limits: .patient, log: { _ in })
    try await GatewayClient.with(gateway) { client in
      for text in ["soon", "0", "-1", "601", "nan"] {
        let answer = try await client.post("/v1/generate", ["prompt": "a"], [("X-Request-Timeout", text)])
        #expect(answer.status == 400)
        #expect(try answer.json["error"]?["param"] == "X-Request-Timeout")
      }
      #expect(
        try await client.post("/v1/generate", ["prompt": "a", "max_tokens": 1], [("X-Request-Timeout", "600")]).status
          == 200)
    }
  }

  /// The stream has begun, so the deadline is an event.
  @Test func aDeadlineInAStreamIsAnEvent() async throws {
    let engine = try engine()
    var limits = GatewayLimits()
    limits.silence = .milliseconds(10)
    try await GatewayClient.with(Gateway(engine: engine, limits: limits, log: { _ in })) { client in
      let answer = try await client.post("/v1/generate", Self.long.merging(["deadline_ms": 2000]))
      #expect(answer.status == 200)
      #expect(!answer.isWhole)
      let events = answer.body.split(separator: "\n\n")
      #expect(try JSONParser.parse(String(events.last!.dropFirst(6)))["error"]?["code"] == "deadline_exceeded")
      // And the model is free.
      while engine.isBusy { try await Task.sleep(for: .milliseconds(1)) }
    }
  }

  @Test func aFullQueueSaysWhenToComeAgain() async throws {
    let engine = try engine(waiting: 2)
    try await whileBusy(Gateway(engine: engine, limits: .patient, log: { _ in }), engine, waiting: 2) { client, _ in
      #expect(try await client.get("/readyz").status == 503)
      for path in ["/v1/generate", "/v1/chat/completions"] {
        let answer = try await client.post(
          path,
          path == "/v1/generate"
            ? ["prompt": "a"] : ["model": "bundled", "messages": [["role": "user", "content": "a"]]])
        #expect(answer.status == 503)
        #expect(try answer.json["error"]?["code"] == "overloaded")
        #expect(try #require(Int(answer.headers["retry-after"] ?? "")) >= 1)
      }
    }
  }

  @Test func aClientThatGoesAwayFreesItsPlace() async throws {
    let engine = try engine(waiting: 2)
    try await whileBusy(Gateway(engine: engine, limits: .patient, log: { _ in }), engine) { client, _ in
      let waiting = (0..<2).map { _ in Task { try await client.post("/v1/generate", ["prompt": "a"]) } }
      while engine.waiting < 2 { try await Task.sleep(for: .milliseconds(1)) }
      #expect(try await client.post("/v1/generate", ["prompt": "a"]).status == 503)
      for task in waiting {
        task.cancel()
        _ = await task.result
      }
      while engine.waiting > 0 { try await Task.sleep(for: .milliseconds(1)) }
    }
    while engine.isBusy { try await Task.sleep(for: .milliseconds(1)) }
  }

  @Test func smallerPrioritiesGoFirst() async throws {
    let engine = try engine()
    try await whileBusy(Gateway(engine: engine, limits: .patient, log: { _ in }), engine) { client, release in
      let (order, ended) = AsyncStream.makeStream(of: Int.self)
      var requests: [Task<Void, any Error>] = []
      for priority in [7, 0, -7] {
        requests.append(
          Task {
            // Long enough for one answer to arrive before the next one.
            let body: JSONValue = ["prompt": "Write.", "max_tokens": 20, "priority": .integer(priority)]
            let answer = try await client.post("/v1/generate", body)
            #expect(answer.status == 200)
            ended.yield(priority)
          })
        while engine.waiting < requests.count { try await Task.sleep(for: .milliseconds(1)) }
      }
      await release()
      for request in requests { try await request.value }
      ended.finish()
      var seen: [Int] = []
      for await priority in order { seen.append(priority) }
      #expect(seen == [-7, 0, 7])
    }
  }

  private static let contract: JSONValue = [
    "name": "digit", "version": "1", "schema": ["type": "integer", "minimum": 0, "maximum": 9],
    "limits": ["max_tokens": 4], "fallback": "error",
  ]

  @Test(arguments: [false, true]) func commentsKeepAWaitingStreamAlive(hasContract: Bool) async throws {
    let engine = try engine()
    var limits = GatewayLimits()
    limits.silence = .milliseconds(10)
    try await whileBusy(Gateway(engine: engine, limits: limits, log: { _ in }), engine) { client, release in
      if hasContract { #expect(try await client.post("/v1/contracts", Self.contract).status == 201) }
      let (begins, began) = AsyncStream.makeStream(of: Void.self)
      let request = Task {
        let base: JSONValue = ["prompt": "a", "stream": true]
        let body = base.merging(hasContract ? ["contract": "digit"] : ["max_tokens": 2])
        return try await client.read("/v1/generate", body) { began.finish() }
      }
      for await _ in begins {}
      #expect(engine.waiting == 1)
      await release()
      let answer = try await request.value
      #expect(answer.status == 200)
      #expect(answer.body.hasPrefix(": waiting\n\n"))
      #expect(answer.body.hasSuffix("data: [DONE]\n\n"))
      #expect(!answer.body.contains("error"))
      #expect(try ServerSentText.values(answer.body).last?["metadata"]?["source"] == "model")
      // The head was sent before anybody knew.
      #expect((answer.headers["sluice-source"] == nil) == hasContract)
    }
  }

  /// A contract without a fallback, whose stream has begun.
  @Test func anErrorUnderAContractBecomesAnEvent() async throws {
    let engine = try engine()
    var limits = GatewayLimits()
    limits.silence = .milliseconds(10)
    try await whileBusy(Gateway(engine: engine, limits: limits, log: { _ in }), engine) { client, release in
      #expect(try await client.post("/v1/contracts", Self.contract).status == 201)
      let body: JSONValue = ["prompt": "a", "contract": "digit", "stream": true, "deadline_ms": 200]
      let answer = try await client.post("/v1/generate", body)
      #expect(answer.status == 200)
      #expect(!answer.isWhole)
      #expect(answer.body.hasPrefix(": waiting\n\n"))
      #expect(try ServerSentText.values(answer.body).map { $0["error"]?["code"] } == ["deadline_exceeded"])
      await release()
    }
  }
}
