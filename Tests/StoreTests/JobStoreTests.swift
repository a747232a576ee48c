import JSON
import Testing

@testable import Store

@Suite struct JobStoreTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.file("jobs.sqlite") }

  private func new(_ number: Int, client: String? = nil, key: String? = nil) -> NewJob {
    NewJob(
      client: client, idempotencyKey: key, endpoint: "/v1/generate", request: ["prompt": .integer(number)], trace: "t")
  }

  private let answer = JobAnswer(
    status: 200, headers: JSONObject([.init(key: "Sluice-Source", value: "model")]), body: ["text": "a"])

  @Test func jobsRunInTheirOrder() async throws {
    let store = try JobStore(path: path)
    let ids = [
      try await store.add(new(1)).job.id, try await store.add(new(2)).job.id,
    ]
    #expect(try await store.job(ids[0], of: nil)?.state == .queued)
    let first = try #require(try await store.begin())
    #expect(first.id == ids[0])
    #expect(first.job.request == ["prompt": 1])
    #expect(first.state == .running)
    #expect(first.runs == 1)
    #expect(try await store.begin()?.id == ids[1])
    #expect(try await store.begin() == nil)
    try await store.end(ids[0], as: .succeeded, with: answer)
    let done = try #require(try await store.job(ids[0], of: nil))
    #expect(done.state == .succeeded)
    #expect(done.answer == answer)
    // Nobody asks for the request of a job that has ended; one that waits has it, but for lists.
    #expect(done.job.request == .null)
    #expect(try await store.job(ids[1], of: nil)?.job.request == ["prompt": 2])
    #expect(try await store.list(of: nil, state: .running, limit: 1).map(\.job.request) == [.null])
    #expect(try await store.counts() == [.succeeded: 1, .running: 1])
    #expect(try await store.list(of: nil, state: .running, limit: 10).map(\.id) == [ids[1]])
    #expect(try await store.list(of: nil, state: nil, limit: 1).map(\.id) == [ids[1]])
  }

  @Test func whatWasRunningWaitsAgainBehindARestart() async throws {
    let id: JobID
    do {
      let store = try JobStore(path: path)
      id = try await store.add(new(1)).job.id
      _ = try await store.begin()
      #expect(throws: StoreError.inUse(path: path)) { try JobStore(path: path) }
    }
    let store = try JobStore(path: path)
    #expect(try await store.job(id, of: nil)?.state == .queued)
    #expect(try await store.begin()?.runs == 2)
  }

  @Test func aCancelledJobHasNoAnswer() async throws {
    let store = try JobStore(path: path)
    let id = try await store.add(new(1)).job.id
    _ = try await store.begin()
    #expect(try await store.cancel(id, of: nil)?.state == .cancelled)
    // Its work comes too late.
    try await store.end(id, as: .succeeded, with: answer)
    #expect(try await store.job(id, of: nil)?.state == .cancelled)
    #expect(try await store.job(id, of: nil)?.answer == nil)
    #expect(try await store.cancel(JobID("job-0"), of: nil) == nil)
  }

  @Test func clientsSeeTheirOwn() async throws {
    let store = try JobStore(path: path)
    let id = try await store.add(new(1, client: "a", key: "k")).job.id
    #expect(try await store.job(id, of: "b") == nil)
    #expect(try await store.job(id, of: nil) == nil)
    #expect(try await store.cancel(id, of: "b") == nil)
    #expect(try await store.list(of: "b", state: nil, limit: 10).isEmpty)
    // The same word of another client is another job.
    #expect(try await store.add(new(2, client: "b", key: "k")).isNew)
    let again = try await store.add(new(3, client: "a", key: "k"))
    #expect(!again.isNew)
    #expect(again.job.id == id)
    #expect(again.job.job.request == ["prompt": 1])
  }

  @Test func keepsAnswersForAWhileAndTakesOnlySoMany() async throws {
    var options = JobStoreOptions()
    options.kept = 100
    options.waiting = 2
    options.waitingBytes = 30
    let store = try JobStore(path: path, options: options)
    let start = WallTime(milliseconds: 1_000_000)
    let id = try await store.add(new(1), now: start).job.id
    _ = try await store.add(new(2), now: start)
    await #expect(throws: StoreError.overloaded(waiting: 2)) { try await store.add(new(3), now: start) }
    _ = try await store.begin(now: start)
    try await store.end(id, as: .failed, with: answer, now: start)
    // One waits; this one is too large.
    let large = NewJob(
      client: nil, idempotencyKey: nil, endpoint: "/", request: "0123456789012345678901234567", trace: "t")
    await #expect(throws: StoreError.overloaded(waiting: 1)) { try await store.add(large, now: start) }
    #expect(try await store.job(id, of: nil, now: start.adding(seconds: 100)) != nil)
    #expect(try await store.job(id, of: nil, now: start.adding(seconds: 101)) == nil)
    // Whether something new has come or not.
    #expect(try await store.list(of: nil, state: nil, limit: 10, now: start.adding(seconds: 100)).count == 2)
    #expect(try await store.list(of: nil, state: nil, limit: 10, now: start.adding(seconds: 101)).count == 1)
    #expect(try await store.counts(now: start.adding(seconds: 101)) == [.queued: 1])
    _ = try await store.add(new(4), now: start.adding(seconds: 101))
    #expect(try await store.counts(now: start.adding(seconds: 101)) == [.queued: 2])
  }
}
