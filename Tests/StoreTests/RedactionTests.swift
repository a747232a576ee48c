import JSON
import Testing

@testable import Store

@Suite struct RedactionTests {
  private static func cases() throws -> [JSONValue] {
    let path = String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/")!)) + "/Cases/redaction.json"
    return try #require(try JSONParser.parse(bytes: try TestFile.bytes(path)).arrayValue)
  }

  @Test func redactsByCases() throws {
    for item in try Self.cases() {
      let name = try #require(item["name"]?.stringValue)
      let fields = try #require(item["fields"]?.arrayValue).map { $0.stringValue! }
      let redaction = try #require(Redaction(fields: fields), "\(name)")
      let (result, isRedacted) = redaction.apply(
        to: Failure(
          kind: .error, code: "c", reason: item["reason"]?.stringValue ?? "", endpoint: "/", request: item["request"]!,
          model: "m", tokens: [1], text: item["text"]?.stringValue ?? ""))
      #expect(result.request == item["expected"], "\(name)")
      #expect(isRedacted == item["redacted"]?.boolValue ?? true, "\(name)")
      let keepsText = item["keepsText"]?.boolValue ?? true
      #expect(result.text == (keepsText ? item["text"]?.stringValue ?? "" : ""), "\(name)")
      #expect(result.tokens == (keepsText ? [1] : []), "\(name)")
      if let reason = item["expectedReason"]?.stringValue { #expect(result.reason == reason, "\(name)") }
    }
  }

  @Test func refusesWhatIsNoPointer() { #expect(Redaction(fields: ["a", "/~2"]) == nil) }

  /// The values are nowhere in the files, not only not in what is read back.
  @Test func nothingReachesTheDisk() async throws {
    let folder = TemporaryFolder()
    var options = JournalOptions()
    options.redaction = try #require(Redaction(fields: ["email"]))
    let journal = try Journal(path: folder.file("f"), options: options)
    let id = try await journal.append(
      Failure(
        kind: .error, code: "c", reason: "no anna@example.org", endpoint: "/",
        request: ["email": "anna@example.org", "b": 1], model: "m", tokens: [7],
        text: #"{"email": "anna@example.org"#))
    let record = try #require(try await journal.record(id))
    #expect(record.summary.isRedacted)
    #expect(record.failure.request == ["email": "[redacted]", "b": 1])
    for name in ["f", "f-wal"] {
      let bytes = try TestFile.bytes(folder.file(name))
      #expect(!String(decoding: bytes, as: UTF8.self).contains("anna@"), "\(name)")
    }
  }
}
