import Decoding
import HTTPServer
import JSON
import Store
import Testing

@testable import Gateway

/// Request ids, traces, the log, metrics and health, over loopback HTTP.
@Suite(.timeLimit(.minutes(15))) struct ObservationTests {
  private let folder = TemporaryFolder()
  private let book = LogBook()

  private func gateway(_ options: LogOptions = LogOptions(), journal: Journal? = nil) throws -> Gateway {
    Gateway(
      engine: try BundledModel.shared.get(), journal: journal, limits: .patient, logOptions: options, log: book.log)
  }

  private static let ask: JSONValue = ["prompt": "the secret word", "max_tokens": 3, "seed": 1]

  /// Lines come when the answer has ended, which the client may see first.
  private func lines(_ count: Int) async throws -> [JSONValue] {
    while book.lines.count < count { try await Task.sleep(for: .milliseconds(1)) }
    return book.lines
  }

  @Test func requestsHaveALineWithTheirIdAndTrace() async throws {
    try await GatewayClient.with(try gateway()) { client in
      let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
      let answer = try await client.post(
        "/v1/generate", Self.ask,
        [("X-Request-Id", "order-17"), ("traceparent", "00-\(trace)-00f067aa0ba902b7-01")])
      #expect(answer.headers["x-request-id"] == "order-17")
      let span = try #require(answer.headers["traceparent"]).split(separator: "-").map(String.init)
      #expect(span[1] == trace && span[2] != "00f067aa0ba902b7" && span[3] == "01")
      let line = try await lines(1)[0]
      #expect(line["level"] == "info")
      #expect(line["request_id"] == "order-17")
      #expect(line["trace_id"] == .string(trace))
      #expect(line["span_id"] == .string(span[2]))
      #expect(line["parent_id"] == "00f067aa0ba902b7")
      #expect(line["method"] == "POST")
      #expect(line["path"] == "/v1/generate")
      #expect(line["status"] == 200)
      #expect(line["completion_tokens"] == 3)
      #expect(!JSONWriter.write(line).contains("secret"))
    }
  }

  @Test func anIdThatIsNoneIsReplaced() async throws {
    try await GatewayClient.with(try gateway()) { client in
      for text in ["", "a b", "a\"b", String(repeating: "x", count: 129)] {
        let answer = try await client.post("/v1/none", [:], [("X-Request-Id", text), ("traceparent", "00-1-2-3")])
        #expect(answer.status == 404)
        let id = try #require(answer.headers["x-request-id"])
        #expect(id.utf8.count == 32)
        #expect(answer.headers["traceparent"]?.hasSuffix("-00") == true)
      }
    }
  }

  @Test(arguments: [
    ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "01"),
    ("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff-more", "01"),
    ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", nil),
    ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", nil),
    ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", nil),
    ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", nil),
    ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", nil),
    ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", nil),
    ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1", nil),
  ])
  func continuesATraceThatIsOne(_ field: String, _ flags: String?) {
    let trace = TraceContext(continuing: [field])
    #expect((trace.parentID != nil) == (flags != nil))
    #expect((trace.traceID == "4bf92f3577b34da6a3ce929d0e0e4736") == (flags != nil))
    #expect(trace.flags == flags ?? "00")
    #expect(TraceContext(continuing: [trace.header]).traceID == trace.traceID)
    #expect(TraceContext(continuing: [field, field]).parentID == nil)
  }

  @Test func promptsAreOnlyLoggedWhereTheyAreWanted() async throws {
    var options = LogOptions()
    options.hasPrompts = true
    try await GatewayClient.with(try gateway(options)) { client in
      _ = try await client.post("/v1/generate", Self.ask.merging(["stream": true]))
      let line = try await lines(1)[0]
      #expect(line["request"]?["prompt"] == "the secret word")
      #expect(line["broke_off"] == nil)
    }
  }

  @Test func failuresAreNamed() async throws {
    let contract: JSONValue = [
      "name": "late", "version": "1", "schema": ["type": "string"], "limits": ["deadline_ms": 1],
      "fallback": ["static": "?"],
    ]
    let journal = try Journal(path: folder.path + "/journal.sqlite")
    try await GatewayClient.with(try gateway(journal: journal)) { client in
      _ = try await client.post("/v1/generate", Self.ask.merging(["model": "other"]))
      _ = try await client.post("/v1/contracts", contract)
      _ = try await client.post("/v1/generate", ["prompt": "a", "contract": "late"])
      let lines = try await lines(3)
      #expect(lines[0]["error"] == "model_not_found")
      #expect(lines[0]["failure"] == 1)
      #expect(lines[2]["contract"] == "late@1")
      #expect(lines[2]["source"] == "fallback")
      #expect(lines[2]["fallback_reason"] == "deadline_exceeded")

      let metrics = try MetricsText(try await client.get("/metrics").body)
      #expect(metrics[#"sluice_contract_outcomes_total{contract="late@1",outcome="fallback"}"#] == 1)
      #expect(metrics[#"sluice_failures_recorded_total{kind="fallback"}"#] == 1)
      #expect(metrics[#"sluice_failures_recorded_total{kind="error"}"#] == 1)
      #expect(metrics["sluice_deadlines_exceeded_total"] == 1)
      #expect(metrics["sluice_journal_enabled"] == 1)
      #expect(metrics["sluice_journal_lost_total"] == 0)
    }
  }

  @Test func aClientThatGoesAwayHasItsLine() async throws {
    try await GatewayClient.with(try gateway()) { client in
      let long: JSONValue = ["type": "array", "items": ["type": "boolean"], "minItems": 400, "maxItems": 400]
      try await client.abandon("/v1/generate", Self.ask.merging(["stream": true, "max_tokens": 1500, "schema": long]))
      let line = try await lines(1)[0]
      #expect(line["status"] == 499)
      #expect(line["broke_off"] == true)
      let metrics = try MetricsText(try await client.get("/metrics").body)
      #expect(metrics[#"sluice_http_requests_total{route="/v1/generate",method="POST",status="499"}"#] == 1)
      // This request itself.
      #expect(metrics["sluice_http_requests_in_flight"] == 1)
    }
  }

  @Test func countsAndTimes() async throws {
    try await GatewayClient.with(try gateway()) { client in
      #expect(try MetricsText(try await client.get("/metrics").body)["sluice_generations_total"] == 0)
      for _ in 0..<2 { _ = try await client.post("/v1/generate", Self.ask) }
      _ = try await client.get("/v1/contracts/absent")
      _ = try await client.get("/nowhere/\"\n")
      let page = try await client.get("/metrics")
      #expect(page.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
      let metrics = try MetricsText(page.body)
      #expect(metrics[#"sluice_model_info{model="bundled"}"#] == 1)
      #expect(metrics["sluice_generations_total"] == 2)
      #expect(metrics["sluice_generated_tokens_total"] == 6)
      #expect(metrics["sluice_prompt_tokens_total"] > 6)
      #expect(metrics["sluice_time_to_first_token_seconds_count"] == 2)
      #expect(metrics[#"sluice_queue_seconds_bucket{le="+Inf"}"#] == 2)
      #expect(metrics[#"sluice_http_requests_total{route="/v1/generate",method="POST",status="200"}"#] == 2)
      #expect(metrics[#"sluice_http_request_seconds_count{route="/v1/generate"}"#] == 2)
      #expect(metrics[#"sluice_http_requests_total{route="/v1/contracts/{contract}",method="GET",status="404"}"#] == 1)
      #expect(metrics["sluice_queue_limit"] == 256)
      #expect(metrics["sluice_overhead_seconds_count"] == 2)
      let schema: JSONValue = ["type": "array", "items": ["type": "boolean"], "maxItems": 3]
      _ = try await client.post("/v1/generate", Self.ask.merging(["schema": schema, "max_tokens": 30]))
      let masked = try MetricsText(try await client.get("/metrics").body)
      #expect(masked["sluice_mask_seconds_total"] > 0)
      #expect(masked[#"sluice_masks_total{cache="miss"}"#] > 0)
      let steps = masked[#"sluice_masked_probability_count{model="bundled"}"#]
      #expect(steps > 0)
      #expect(masked[#"sluice_masked_probability_bucket{model="bundled",le="+Inf"}"#] == steps)
      #expect((0...steps).contains(masked[#"sluice_masked_probability_sum{model="bundled"}"#]))
      #expect(metrics["sluice_journal_enabled"] == 0)
    }
  }

  @Test func tellsWhetherItIsReady() async throws {
    try await GatewayClient.with(try gateway()) { client in
      let ready = try await client.get("/readyz")
      #expect(ready.status == 200)
      #expect(try ready.json["status"] == "ready")
      #expect(try ready.json["journal"] == "off")
      #expect(try await client.get("/healthz").json == ["status": "ok"])
      // Machines that ask all the time are not logged.
      #expect(book.lines.isEmpty)
    }
  }
}
