import Decoding
import Glibc
import HTTPServer
import JSON
import Store
import Testing

@testable import Gateway

/// Sessions over loopback HTTP, with a real file.
@Suite struct SessionTests {
  private let folder = TemporaryFolder()

  private func gateway(_ engine: Engine? = nil, journal: Journal? = nil) throws -> Gateway {
    Gateway(
      engine: try engine ?? BundledModel.shared.get(), sessions: try SessionStore(path: folder.path + "/s.sqlite"),
      journal: journal, limits: .patient, log: { _ in })
  }

  private static func ask(_ text: String, _ fields: JSONValue = [:]) -> JSONValue {
    let base: JSONValue = ["prompt": .string(text), "session_id": "talk", "max_tokens": 12, "seed": 1]
    return base.merging(fields)
  }

  @Test func goesOnFromWhatWasSaid() async throws {
    try await GatewayClient.with(try gateway()) { client in
      let first = try await client.post("/v1/generate", Self.ask("My name is Anna."))
      let second = try await client.post("/v1/generate", Self.ask("What is my name?"))
      let whole: JSONValue = [
        "messages": [
          ["role": "user", "content": "My name is Anna."],
          ["role": "assistant", "content": (try #require(try first.json["text"]))],
          ["role": "user", "content": "What is my name?"],
        ], "max_tokens": 12, "seed": 1,
      ]
      let direct = try await client.post("/v1/generate", whole)
      #expect(try second.json["text"] == (try direct.json["text"]))
      #expect(try second.json["usage"] == (try direct.json["usage"]))
      // The other API goes on in the same session, and may set what stands before it.
      let chat: JSONValue = [
        "model": "bundled", "session_id": "talk", "max_tokens": 2,
        "messages": [["role": "system", "content": "Be brief."], ["role": "user", "content": "And now?"]],
      ]
      #expect(try await client.post("/v1/chat/completions", chat).status == 200)
      let session = try await client.get("/v1/sessions/talk").json
      #expect(session["system"] == "Be brief.")
      let turns = try #require(session["turns"]?.arrayValue)
      #expect(turns.map { $0.arrayValue?.map { $0["role"] } } == Array(repeating: ["user", "assistant"], count: 3))
      #expect(turns[1].arrayValue?[1]["content"] == (try second.json["text"]))
      #expect(try await client.delete("/v1/sessions/talk").json["deleted"] == true)
      #expect(try await client.get("/v1/sessions/talk").status == 404)
      #expect(try await client.delete("/v1/sessions/talk").status == 404)
    }
  }

  @Test func keepsCallsForTheirResults() async throws {
    try await GatewayClient.with(try gateway()) { client in
      let parameters: JSONValue = ["type": "object", "properties": ["a": ["enum": [1]]], "required": ["a"]]
      let base: JSONValue = [
        "model": "bundled", "session_id": "talk", "max_tokens": 60, "seed": 1,
        "tools": [["type": "function", "function": ["name": "f", "parameters": parameters]]],
      ]
      let first = try await client.post(
        "/v1/chat/completions",
        base.merging(["messages": [["role": "user", "content": "Call it."]], "tool_choice": "required"]))
      let calls = try #require(try first.json["choices"]?.arrayValue?[0]["message"]?["tool_calls"]?.arrayValue)
      let results = calls.map { call -> JSONValue in
        ["role": "tool", "tool_call_id": call["id"] ?? .null, "content": "done"]
      }
      let second = try await client.post(
        "/v1/chat/completions", base.merging(["messages": .array(results), "max_tokens": 2]))
      #expect(second.status == 200)
      let turns = try #require(try await client.get("/v1/sessions/talk").json["turns"]?.arrayValue)
      #expect(turns[0].arrayValue?[1]["tool_calls"]?.arrayValue?.map { $0["id"] } == calls.map { $0["id"] })
      let wrong = try await client.post(
        "/v1/chat/completions",
        base.merging(["messages": [["role": "tool", "tool_call_id": "x", "content": "done"]]]))
      #expect(wrong.status == 400)
    }
  }

  @Test func theOldestTurnsLeaveTheContext() async throws {
    let engine = try BundledModel.shared.get()
    try await GatewayClient.with(try gateway()) { client in
      let long = String(repeating: "word ", count: 20)
      var tokens: [Int] = []
      for number in 0..<8 {
        let messages: JSONValue = [
          ["role": "system", "content": "Keep this."], ["role": "user", "content": .string("\(number) \(long)")],
        ]
        // The budget leaves little room for the conversation, and little of it is used.
        let answer = try await client.post(
          "/v1/generate",
          Self.ask(
            "", ["prompt": .null, "messages": messages, "max_tokens": 1_700, "schema": ["type": "boolean"]]))
        #expect(answer.status == 200)
        tokens.append(try #require(try answer.json["usage"]?["prompt_tokens"]?.integerValue))
      }
      #expect(tokens[1] > tokens[0])
      let room = engine.contextLength - 1_700
      #expect(tokens.allSatisfy { $0 <= room })
      #expect(tokens.suffix(2).allSatisfy { $0 > room / 2 })
      // The session itself has all of them.
      #expect(try await client.get("/v1/sessions/talk").json["turns"]?.arrayValue?.count == 8)
      // One message that is too long for itself is refused.
      let endless = Self.ask(String(repeating: "word ", count: 700))
      #expect(try await client.post("/v1/generate", endless).json["error"]?["code"] == "context_length_exceeded")
      #expect(try await client.get("/v1/sessions/talk").json["turns"]?.arrayValue?.count == 8)
    }
  }

  @Test func requestsOfOneSessionComeOneAfterAnother() async throws {
    try await GatewayClient.with(try gateway()) { client in
      let requests = (0..<6).map { number in
        Task { try await client.post("/v1/generate", Self.ask("Number \(number).", ["max_tokens": 3])) }
      }
      var tokens: [Int] = []
      for request in requests {
        tokens.append(try #require(try await request.value.json["usage"]?["prompt_tokens"]?.integerValue))
      }
      // Each has seen one turn more than the one before it.
      #expect(Set(tokens).count == 6)
      let turns = try await client.get("/v1/sessions/talk").json["turns"]?.arrayValue
      #expect(turns?.count == 6)
      #expect(turns?.allSatisfy { $0.arrayValue?.count == 2 } == true)
    }
  }

  @Test func waitingInVainIsRecorded() async throws {
    let gateway = try gateway(journal: try Journal(path: folder.path + "/journal.sqlite"))
    let (line, name) = (try #require(gateway.sessions).line, SessionName(client: nil, id: "talk"))
    try await GatewayClient.with(gateway) { client in
      #expect(try await client.post("/v1/generate", Self.ask("Hello.")).status == 200)
      #expect(await line.enter(name))
      let late = try await client.post("/v1/generate", Self.ask("Go on.", ["deadline_ms": 100]))
      #expect(late.status == 504)
      line.leave(name)
      let record = try #require(
        try await client.get("/v1/failures?kind=timeout").json["data"]?.arrayValue?.first)
      #expect(record["code"] == "deadline_exceeded")
      let id = try #require(record["id"]?.integerValue)
      let request = try #require(try await client.get("/v1/failures/\(id)").json["request"])
      #expect(request["session_id"] == nil)
      #expect(request["messages"]?.arrayValue?.map { $0["role"] } == ["user", "assistant", "user"])
      #expect(request["messages"]?.arrayValue?.last?["content"] == "Go on.")
      #expect(request["deadline_ms"] == 100)
      #expect(try await client.get("/v1/sessions/talk").json["turns"]?.arrayValue?.count == 1)
    }
  }

  @Test func onlyWholeAnswersAreKept() async throws {
    let contract: JSONValue = [
      "name": "late", "version": "1", "schema": ["type": "string"], "limits": ["deadline_ms": 1],
      "fallback": ["static": "later"],
    ]
    let journal = try Journal(path: folder.path + "/journal.sqlite")
    try await GatewayClient.with(try gateway(journal: journal)) { client in
      let stream = try await client.post("/v1/generate", Self.ask("Hello.", ["stream": true]))
      #expect(stream.isWhole)
      let long: JSONValue = ["type": "array", "items": ["type": "boolean"], "minItems": 400, "maxItems": 400]
      let endless: JSONValue = ["stream": true, "max_tokens": 1_500, "schema": long]
      try await client.abandon("/v1/generate", Self.ask("Go on.", endless))
      #expect(try await client.post("/v1/generate", Self.ask("a", ["model": "other"])).status == 404)
      _ = try await client.post("/v1/contracts", contract)
      #expect(
        try await client.post("/v1/generate", Self.ask("Later?", ["contract": "late"])).json["value"] == "later")
      let turns = try #require(try await client.get("/v1/sessions/talk").json["turns"]?.arrayValue)
      #expect(turns.map { $0.arrayValue?[0]["content"] } == ["Hello.", "Later?"])
      #expect(turns[1].arrayValue?[1]["content"] == #""later""#)
      // A record runs again without the session, as it was.
      let record = try await client.get("/v1/failures?limit=1&kind=fallback").json["data"]?.arrayValue?.first
      let id = try #require(record?["id"]?.integerValue)
      let request = try #require(try await client.get("/v1/failures/\(id)").json["request"])
      #expect(request["session_id"] == nil)
      #expect(request["truncation"] == "auto")
      #expect(request["messages"]?.arrayValue?.count == 3)
      _ = try await client.post("/v1/failures/\(id)/retry", [:])
      #expect(try await client.get("/v1/sessions/talk").json["turns"]?.arrayValue?.count == 2)
    }
  }

  @Test func whatIsWrongIsNamedWhereItStands() async throws {
    try await GatewayClient.with(try gateway()) { client in
      for (fields, param) in [
        (["session_id": 7], "session_id"), (["session_id": ""], "session_id"), (["truncation": "always"], "truncation"),
        (["prompt": .null, "messages": [["role": "nobody", "content": "a"]]], "messages[0].role"),
      ] as [(JSONValue, String)] {
        let answer = try await client.post("/v1/generate", Self.ask("a", fields))
        #expect(answer.status == 400)
        #expect(try answer.json["error"]?["param"] == .string(param))
      }
      let chat: JSONValue = [
        "model": "bundled", "session_id": "talk", "n": 2, "messages": [["role": "user", "content": "a"]],
      ]
      #expect(try await client.post("/v1/chat/completions", chat).json["error"]?["param"] == "n")
    }
    try await GatewayClient.with(Gateway(engine: try BundledModel.shared.get(), limits: .patient, log: { _ in })) {
      client in
      let asked = try await client.post("/v1/generate", Self.ask("a"))
      #expect(try asked.json["error"]?["param"] == "session_id")
      let shown = try await client.get("/v1/sessions/talk")
      #expect(try shown.json["error"]?["code"] == "sessions_off")
    }
  }

  @Test func aLineIsLeftByThoseWhoGoAway() async {
    let line = SessionLine()
    let name = SessionName(client: nil, id: "a")
    #expect(await line.enter(name))
    let waiting = Task { await line.enter(name) }
    let next = Task { await line.enter(name) }
    waiting.cancel()
    #expect(await !waiting.value)
    line.leave(name)
    #expect(await next.value)
    let early = Task { await line.enter(name) }
    early.cancel()
    #expect(await !early.value)
    line.leave(name)
    #expect(await line.enter(name))
  }
}
