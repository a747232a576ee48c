import Decoding
import Glibc
import HTTPServer
import JSON
import Testing

@testable import Gateway

/// API keys in a real file, and over loopback HTTP.
@Suite(.timeLimit(.minutes(15))) struct KeyTests {
  private let folder = TemporaryFolder()
  private var file: KeyFile { KeyFile(path: folder.path + "/keys.json") }

  private static let ask: JSONValue = ["prompt": "a", "max_tokens": 3, "seed": 1]

  private func gateway(_ log: LogBook = LogBook()) throws -> Gateway {
    Gateway(engine: try BundledModel.shared.get(), keys: try KeyRing(file), limits: .patient, log: log.log)
  }

  private static func bearer(_ secret: String) -> [(String, String)] { [("Authorization", "Bearer \(secret)")] }

  @Test func keepsTheHashAndNotTheKey() throws {
    let (secret, key) = try file.add(name: "ci", scopes: [.generate, .metrics], requestsPerMinute: 5)
    #expect(secret.hasPrefix("sluice-") && secret.utf8.count == 71)
    let text = try String(decoding: SystemFile.read(file.path), as: UTF8.self)
    #expect(!text.contains(secret.dropFirst(7)))
    #expect(text.contains(SHA256.hex(secret.utf8)))
    #expect(try file.read() == [key])
    var status = stat()
    #expect(unsafe stat(file.path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)

    let other = try file.add(name: "ci", scopes: [.generate])
    #expect(throws: KeyFileError.ambiguous("ci", ids: [key.id, other.key.id])) { try file.revoke("ci") }
    #expect(throws: KeyFileError.unknown("cd")) { try file.revoke("cd") }
    #expect(try file.revoke(key.id).revoked != nil)
    #expect(try file.revoke("ci").id == other.key.id)
    #expect(try file.read().allSatisfy { $0.revoked != nil })
  }

  @Test func refusesAFileThatIsNone() {
    for (text, place) in [
      (#"{"keys": [{"id": "a"}]}"#, "keys[0].name"), (#"{"keys": [], "other": 1}"#, "other"), ("{}", "keys"),
      (
        #"{"keys": [{"id": "a", "name": "a", "sha256": "12", "scopes": [], "created": "x"}]}"#, "keys[0].sha256"
      ),
    ] {
      folder.write(text, to: "keys.json")
      do throws(KeyFileError) {
        _ = try KeyRing(file)
        Issue.record("taken: \(text)")
      } catch {
        #expect("\(error)".contains("'\(place)'"), "\(error)")
      }
    }
  }

  @Test func keysOpenWhatTheirScopesSay() async throws {
    let (secret, key) = try file.add(name: "writer", scopes: [.generate])
    let (watcher, _) = try file.add(name: "watcher", scopes: [.metrics, .failures])
    let book = LogBook()
    try await GatewayClient.with(try gateway(book)) { client in
      let missing = try await client.post("/v1/generate", Self.ask)
      #expect(missing.status == 401)
      #expect(missing.headers["www-authenticate"] == "Bearer")
      #expect(try missing.json["error"]?["code"] == "missing_api_key")
      for wrong in [secret + "0", String(secret.dropLast()), "", "sluice-"] {
        let answer = try await client.post("/v1/generate", Self.ask, Self.bearer(wrong))
        #expect(answer.status == 401)
      }
      #expect(try await client.post("/v1/generate", Self.ask, [("Authorization", "Basic \(secret)")]).status == 401)
      #expect(try await client.post("/v1/generate", Self.ask, Self.bearer(secret)).status == 200)
      #expect(try await client.post("/v1/generate", Self.ask, [("authorization", "bearer \(secret)")]).status == 200)
      #expect(book.lines.last?["client"] == .string(key.id))

      #expect(try await client.get("/v1/models", Self.bearer(secret)).status == 200)
      #expect(try await client.get("/v1/contracts", Self.bearer(secret)).status == 200)
      for path in ["/metrics", "/v1/failures"] {
        let answer = try await client.get(path, Self.bearer(secret))
        #expect(answer.status == 403)
        #expect(try answer.json["error"]?["code"] == "missing_scope")
      }
      #expect(try await client.post("/v1/contracts", [:], Self.bearer(secret)).status == 403)
      #expect(try await client.get("/metrics", Self.bearer(watcher)).status == 200)
      #expect(try await client.post("/v1/generate", Self.ask, Self.bearer(watcher)).status == 403)
      let early = try await client.post("/v1/generate", Self.ask.merging(["priority": -1]), Self.bearer(secret))
      #expect(early.status == 403)
      #expect(try early.json["error"]?["param"] == "priority")
      #expect(
        try await client.post("/v1/generate", Self.ask.merging(["priority": 1]), Self.bearer(secret)).status == 200)
      // For those who look after it.
      #expect(try await client.get("/healthz").status == 200)
      #expect(try await client.get("/readyz").status == 200)
      #expect(try await client.get("/nowhere").status == 404)
    }
    #expect(!book.lines.map { JSONWriter.write($0) }.joined().contains(secret))
  }

  @Test func keysComeAndGoWhileItRuns() async throws {
    let (first, _) = try file.add(name: "first", scopes: [.generate])
    try await GatewayClient.with(try gateway()) { client in
      let (second, _) = try file.add(name: "second", scopes: [.generate])
      _ = try file.revoke("first")
      while try await client.get("/v1/models", Self.bearer(second)).status != 200 {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(try await client.get("/v1/models", Self.bearer(first)).status == 401)
      // A file that can't be read leaves the keys as they are.
      folder.write("{", to: "keys.json")
      try await Task.sleep(for: .milliseconds(1_100))
      #expect(try await client.get("/v1/models", Self.bearer(second)).status == 200)
    }
  }

  @Test func requestsAndTokensHaveLimits() async throws {
    let (one, _) = try file.add(name: "one", scopes: [.generate], requestsPerMinute: 1)
    let (short, _) = try file.add(name: "short", scopes: [.generate], tokensPerMinute: 10)
    try await GatewayClient.with(try gateway()) { client in
      #expect(try await client.get("/v1/models", Self.bearer(one)).status == 200)
      let refused = try await client.get("/v1/models", Self.bearer(one))
      #expect(refused.status == 429)
      #expect(try refused.json["error"]?["code"] == "rate_limit_exceeded")
      let seconds = try #require(Int(refused.headers["retry-after"] ?? ""))
      #expect((1...60).contains(seconds))
      // The first takes more tokens than there are, which the next one has to wait for.
      #expect(try await client.post("/v1/generate", Self.ask, Self.bearer(short)).status == 200)
      #expect(try await client.post("/v1/generate", Self.ask, Self.bearer(short)).status == 429)
    }
  }

  @Test func whatNobodyWaitsForCountsToo() async throws {
    let (key, _) = try file.add(name: "ci", scopes: [.generate], tokensPerMinute: 10)
    let book = LogBook()
    try await GatewayClient.with(try gateway(book)) { client in
      let long: JSONValue = [
        "prompt": "a", "stream": true, "max_tokens": 1_500, "schema": ["type": "string", "minLength": 1_500],
      ]
      try await client.abandon("/v1/generate", long, Self.bearer(key), atEvent: true)
      // Its prompt alone takes more tokens than there are.
      while try await client.get("/v1/models", Self.bearer(key)).status == 200 {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(book.lines.first { $0["path"] == "/v1/generate" }?["status"] == 499)
    }
  }

  @Test func bucketsFillEvenly() {
    let (_, key) = APIKey.make(name: "a", scopes: [], requestsPerMinute: 60, tokensPerMinute: 600)
    let start = ContinuousClock.now
    var limiter = RateLimiter(key, now: start)
    for _ in 0..<60 {
      let refusal = limiter.take(now: start)
      #expect(refusal == nil)
    }
    #expect(limiter.take(now: start)?.seconds == 1)
    let later = limiter.take(now: start + .seconds(1))
    #expect(later == nil)
    limiter.spend(900)
    let refusal = limiter.take(now: start + .seconds(30))
    #expect(refusal?.limit == .tokens)
    // 300 too many, of which 10 come in a second: 290 of them by then.
    #expect(refusal?.seconds == 2)
    let free = limiter.take(now: start + .seconds(62))
    #expect(free == nil)
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("localhost", true), ("::ffff:127.0.0.1", true),
    ("0.0.0.0", false), ("::", false), ("192.0.2.1", false),
  ])
  func knowsTheLoopbackInterface(_ host: String, _ isLoopback: Bool) throws {
    #expect(try LoopbackAddress.isLoopback(host: host) == isLoopback)
  }

  @Test func listensElsewhereOnlyWithKeys() throws {
    let model = ["--model", BundledModel.root + "/Models/bundled", "--threads", "1", "--port", "0"]
    #expect(try SluiceProcess.run(["serve", "--host", "0.0.0.0"] + model).status == 2)
    let made = try SluiceProcess.run(["keys", "add", "--keys", file.path, "--name", "ops", "--scope", "metrics"])
    #expect(made.status == 0)
    #expect(made.output.hasPrefix("sluice-"))
    let list = try SluiceProcess.run(["keys", "list", "--keys", file.path])
    #expect(list.output.contains("  ops  metrics  since "))
    for access in [["--keys", file.path], ["--allow-anonymous"]] {
      let (process, _) = try SluiceProcess.serve(["--host", "0.0.0.0"] + access)
      #expect(process.end(SIGTERM) == 0)
    }
    #expect(try SluiceProcess.run(["keys", "revoke", "ops", "--keys", file.path]).status == 0)
    #expect(try SluiceProcess.run(["keys", "revoke", "ops", "--keys", file.path]).status == 1)
    #expect(try SluiceProcess.run(["keys", "list", "--keys", file.path]).output.contains("revoked "))
  }
}
