import Decoding
import Testing

@testable import Gateway

/// The console's files over loopback HTTP; what they do is tested in a browser.
@Suite struct ConsoleTests {
  private func with(_ body: (GatewayClient) async throws -> Void) async throws {
    try await GatewayClient.with(
      Gateway(engine: try BundledModel.shared.get(), limits: .patient, log: { _ in }), body)
  }

  @Test func servesThePageAndAllThatItNames() async throws {
    try await with { client in
      let page = try await client.get("/")
      #expect(page.status == 200)
      #expect(page.headers["content-type"] == "text/html; charset=utf-8")
      let names = page.body.matches(of: #/"(/console/[^"]+)"/#).map { String($0.1) }
      #expect(names.count == 3)
      for name in names { #expect(try await client.get(name).status == 200) }
      // And what the scripts take from each other.
      for name in try await client.get("/console/main.js").body.matches(of: #/from "\.(/[^"]+)"/#).map({ String($0.1) })
      {
        #expect(try await client.get("/console" + name).headers["content-type"] == "text/javascript; charset=utf-8")
      }
      #expect(try await client.get("/console/other.js").status == 404)
      #expect(try await client.get("/console/../console.html").status != 200)
    }
  }

  @Test func loadsAndRunsOnlyItsOwn() async throws {
    try await with { client in
      let page = try await client.get("/")
      let policy = try #require(page.headers["content-security-policy"])
      #expect(policy.hasPrefix("default-src 'none';"))
      #expect(!policy.contains("unsafe"))
      #expect(page.headers["x-content-type-options"] == "nosniff")
      #expect(!page.body.contains("<style") && !page.body.contains(" style=") && !page.body.contains("onclick"))
      #expect(!page.body.contains("http://") && !page.body.contains("https://"))
    }
  }
}
