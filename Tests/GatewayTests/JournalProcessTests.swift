import Glibc
import JSON
import Testing

/// The journal of a gateway that is a process of its own: killed, on a disk that is full, and read by the command line.
@Suite(.serialized, .timeLimit(.minutes(15))) struct JournalProcessTests {
  private let folder = TemporaryFolder()

  private var journal: [String] { ["--journal", folder.path + "/journal.sqlite"] }

  /// Each ends where its budget does, so each is recorded, and is known by its seed.
  private static func cut(_ seed: Int) -> JSONValue {
    ["prompt": "Write.", "max_tokens": 4, "seed": .integer(seed)]
  }

  /// 100 requests at once, kill -9 when a third of them has been answered.
  @Test func nothingThatWasAnsweredIsLostByAKill() async throws {
    let (process, client) = try SluiceProcess.serve(journal)
    let (answers, answered) = AsyncStream.makeStream(of: Int.self)
    let requests = (0..<100).map { seed in
      Task {
        let answer = try await client.post("/v1/generate", Self.cut(seed))
        if answer.status == 200 { answered.yield(seed) }
      }
    }
    var kept: [Int] = []
    for await seed in answers {
      kept.append(seed)
      if kept.count == 33 { break }
    }
    #expect(process.end(SIGKILL) == -SIGKILL)
    for request in requests { _ = await request.result }

    let (again, restarted) = try SluiceProcess.serve(journal)
    defer { again.end(SIGTERM) }
    let list = try #require(try await restarted.get("/v1/failures?limit=1000").json["data"]?.arrayValue)
    var seeds: Set<Int> = []
    for failure in list {
      let id = try #require(failure["id"]?.integerValue)
      let record = try await restarted.get("/v1/failures/\(id)").json
      #expect(record["code"] == "length")
      #expect(record["tokens"]?.arrayValue?.count == 4)
      seeds.insert(try #require(record["seed"]?.integerValue))
    }
    #expect(seeds.isSuperset(of: kept))
    // And the journal goes on.
    #expect(try await restarted.post("/v1/generate", Self.cut(1_000)).status == 200)
    #expect(try await restarted.get("/v1/failures?limit=1").json["data"]?.arrayValue?[0]["id"] != list[0]["id"])
  }

  /// The journal may not grow beyond 200 KiB, which a few of these records fill.
  @Test func aFullDiskBreaksNoAnswer() async throws {
    let (process, client) = try SluiceProcess.serve(journal, prelude: "ulimit -f 400")
    defer { #expect(process.end(SIGTERM) == 0) }
    let padding = String(repeating: "x", count: 40_000)
    let first = try await client.post("/v1/generate", Self.cut(1)).json
    for _ in 0..<12 {
      let answer = try await client.post(
        "/v1/chat/completions",
        [
          "model": "bundled", "messages": [["role": "user", "content": "Write."]], "max_tokens": 4, "seed": 1,
          "metadata": ["padding": .string(padding)],
        ])
      #expect(answer.status == 200)
      #expect(try answer.json["choices"]?.arrayValue?[0]["message"]?["content"] == first["text"])
    }
    let list = try await client.get("/v1/failures").json
    #expect(try #require(list["journal"]?["lost"]?.integerValue) > 0)
    #expect(list["data"]?.arrayValue?.isEmpty == false)
    let metrics = try MetricsText(try await client.get("/metrics").body)
    #expect(metrics["sluice_journal_lost_total"] > 0)
    let ready = try await client.get("/readyz")
    #expect(ready.status == 200)
    #expect(try ready.json["journal"] == "degraded")
  }

  @Test func theCommandReadsAndRetries() async throws {
    let (process, client) = try SluiceProcess.serve(journal)
    _ = try await client.post("/v1/generate", Self.cut(1))
    _ = try await client.post(
      "/v1/generate",
      ["prompt": "?", "contract": "ticket-triage@1", "variables": ["a": 1], "max_tokens": 2, "seed": 1])
    _ = try await client.post("/v1/generate", ["prompt": "?", "contract": "flag@1", "seed": 3])
    #expect(process.end(SIGTERM) == 0)

    let list = try SluiceProcess.run(["failures", "list", "--json"] + journal)
    #expect(list.status == 0)
    let lines = list.output.split(separator: "\n").map(String.init)
    #expect(
      try lines.map { try JSONParser.parse($0)["code"] } == ["contract_not_found", "max_tokens_too_small", "length"])
    let filtered = try SluiceProcess.run(["failures", "list", "--kind", "cut_off"] + journal)
    #expect(filtered.output.split(separator: "\n").count == 1)
    #expect(filtered.output.contains("OPEN  cut_off  length"))
    let shown = try SluiceProcess.run(["failures", "show", "1"] + journal)
    #expect(try JSONParser.parse(shown.output)["request"] == Self.cut(1))
    #expect(try SluiceProcess.run(["failures", "show", "9"] + journal).status == 1)
    let exported = try SluiceProcess.run(["failures", "export"] + journal)
    let records = try exported.output.split(separator: "\n").map { try JSONParser.parse(String($0)) }
    #expect(records.map { $0["id"] } == [1, 2, 3])
    #expect(records[1]["contract"]?["name"] == "ticket-triage")

    // The contract that was missing is there now; the budget is as small as it was.
    folder.write(
      #"{"schema": {"type": "boolean"}, "fallback": {"static": false}}"#, to: "contracts/flag/1.json")
    let model = ["--model", BundledModel.root + "/Models/bundled", "--contracts", folder.path + "/contracts"]
    let fixed = try SluiceProcess.run(["failures", "retry", "3"] + journal + model)
    #expect(fixed.status == 0)
    #expect(fixed.output == "3  FIXED\n")
    let failing = try SluiceProcess.run(["failures", "retry", "1", "3"] + journal + model)
    #expect(failing.status == 1)
    #expect(failing.output.hasPrefix("1  STILL_FAILING  length: "))
    let states = try SluiceProcess.run(["failures", "list", "--json", "--state", "FIXED"] + journal)
    #expect(states.output.split(separator: "\n").count == 1)
  }
}
