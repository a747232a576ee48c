import JSON
import Testing

@testable import Store

@Suite(.timeLimit(.minutes(15))) struct JournalTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.file("failures.sqlite") }

  private static let failure = Failure(
    time: WallTime(milliseconds: 4_102_444_799_123), kind: .cutOff, code: "length", reason: "the budget was used up",
    endpoint: "/v1/generate", request: ["prompt": "é\u{0}", "n": .number(JSONNumber(text: "1.50")!), "a": ["b": nil]],
    contract: FailureContract(name: "invoice", version: "3"), model: "m", seed: .max, schemaHash: "ab",
    tokens: [0, 1, .max, 151_644], text: "{\"a\": \"\u{1F600}", maskPosition: 10)

  @Test func keepsEverything() async throws {
    let id = try await Journal(path: path).append(Self.failure)
    // Another journal reads what is in the file alone.
    let record = try #require(try await Journal(path: path).record(id))
    #expect(record.failure == Self.failure)
    #expect(record.id == id)
    #expect(record.summary.state == .open)
    #expect(record.summary.retries == 0)
    #expect(record.summary.lastRetry == nil)
    #expect(!record.summary.isRedacted)
    #expect(
      JSONWriter.write(record.json) == #"""
        {"id":1,"object":"failure","time":"2099-12-31T23:59:59.123Z","kind":"cut_off","code":"length","reason":"the budget was used up","endpoint":"/v1/generate","contract":{"name":"invoice","version":"3"},"model":"m","redacted":false,"state":"OPEN","retries":0,"last_retry":null,"request":{"prompt":"é\u0000","n":1.50,"a":{"b":null}},"seed":18446744073709551615,"schema_hash":"ab","tokens":[0,1,4294967295,151644],"text":"{\"a\": \"😀","mask_position":10}
        """#)
  }

  @Test func listsByFilterAndPage() async throws {
    let journal = try Journal(path: path)
    for number in 0..<10 {
      var failure = Self.failure
      failure.kind = number.isMultiple(of: 2) ? .error : .timeout
      failure.contract = number < 5 ? nil : FailureContract(name: "c", version: "1")
      _ = try await journal.append(failure)
    }
    var page = try await journal.list(limit: 4)
    #expect(page.records.map(\.id.rawValue) == [10, 9, 8, 7])
    #expect(page.hasMore)
    page = try await journal.list(before: page.records.last!.id, limit: 6)
    #expect(page.records.map(\.id.rawValue) == [6, 5, 4, 3, 2, 1])
    #expect(!page.hasMore)
    page = try await journal.list(FailureFilter(kind: .error, contract: "c"), limit: 100)
    #expect(page.records.map(\.id.rawValue) == [9, 7])
    _ = try await journal.markRetried(FailureID(rawValue: 9), as: .fixed)
    page = try await journal.list(FailureFilter(kind: .error, state: .open, contract: "c"), limit: 100)
    #expect(page.records.map(\.id.rawValue) == [7])
    let chunk = try await journal.chunk(FailureFilter(kind: .timeout), after: FailureID(rawValue: 4), limit: 2)
    #expect(chunk.map(\.id.rawValue) == [6, 8])
  }

  @Test func countsRetries() async throws {
    let journal = try Journal(path: path)
    let id = try await journal.append(Self.failure)
    let time = WallTime(milliseconds: 1_800_000_000_000)
    #expect(try await journal.markRetried(id, as: .stillFailing, at: time)?.summary.state == .stillFailing)
    let record = try #require(try await journal.markRetried(id, as: .fixed, at: time))
    #expect(record.summary.state == .fixed)
    #expect(record.summary.retries == 2)
    #expect(record.summary.lastRetry == time)
    #expect(record.failure == Self.failure)
    #expect(try await journal.markRetried(FailureID(rawValue: 99), as: .fixed) == nil)
    #expect(try await journal.record(FailureID(rawValue: 99)) == nil)
  }

  @Test func takesManyAtOnce() async throws {
    let journal = try Journal(path: path)
    let ids = try await withThrowingTaskGroup { group in
      for _ in 0..<500 { group.addTask { try await journal.append(Self.failure) } }
      return try await group.reduce(into: Set<FailureID>()) { $0.insert($1) }
    }
    #expect(ids.count == 500)
    #expect(try await Journal(path: path).list(limit: 1_000).records.count == 500)
    #expect(journal.health == JournalHealth(waiting: 0, lost: 0, retentionFailure: nil))
  }

  @Test func cancelledTasksRecordToo() async throws {
    let journal = try Journal(path: path)
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try await journal.append(Self.failure)
    }
    let id = try await task.value
    #expect(try await journal.record(id) != nil)
  }

  @Test func turnsAwayWhatTheDiskCannotFollow() async throws {
    var options = JournalOptions()
    options.waiting = 2
    let journal = try Journal(path: path, options: options)
    let other = try Connection.open(path: path)
    try other.script("BEGIN IMMEDIATE")
    let waiting = (0..<2).map { _ in Task { try await journal.append(Self.failure) } }
    while journal.health.waiting < 2, !Task.isCancelled { await Task.yield() }
    await #expect(throws: StoreError.overloaded(waiting: 2)) { try await journal.append(Self.failure) }
    try other.script("COMMIT")
    for task in waiting { _ = try await task.value }
    #expect(journal.health == JournalHealth(waiting: 0, lost: 1, retentionFailure: nil))
  }

  @Test func givesNoIdTwice() async throws {
    let journal = try Journal(path: path)
    let first = try await journal.append(Self.failure)
    try Connection.open(path: path).run("DELETE FROM failures")
    let second = try await journal.append(Self.failure)
    #expect(second > first)
  }

  @Test func tellsWhatWasTamperedWith() async throws {
    let journal = try Journal(path: path)
    let id = try await journal.append(Self.failure)
    try Connection.open(path: path).run("UPDATE failures SET kind = 'other'")
    await #expect(throws: StoreError.unexpectedValue(table: "failures", column: "kind", row: id.rawValue)) {
      try await journal.list(limit: 1)
    }
  }
}
