import JSON
import Testing

@testable import Store

extension Journal {
  /// Keeps the file from growing, as a full disk would.
  fileprivate func keepSize(spare pages: Int64) throws(StoreError) {
    let count = try connection.integer("PRAGMA page_count") ?? 0
    _ = try connection.integer("PRAGMA max_page_count = \(count + pages)")
  }

  fileprivate func makeRoom() throws(StoreError) { _ = try connection.integer("PRAGMA max_page_count = 1000000") }
}

@Suite struct RetentionTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.file("failures.sqlite") }

  private func failure(bytes: Int, time: WallTime = .now()) -> Failure {
    Failure(
      time: time, kind: .error, code: "c", reason: "", endpoint: "/", request: 0, model: "m",
      text: String(repeating: "x", count: bytes - 1))
  }

  private func ids(_ journal: Journal) async throws -> [Int64] {
    try await journal.list(limit: 1_000).records.map(\.id.rawValue)
  }

  @Test func throwsAwayWhatIsOld() async throws {
    let journal = try Journal(path: path)
    let now = WallTime.now()
    for age in [Int64(1_000_000), 500, 10] {
      _ = try await journal.append(failure(bytes: 9, time: now.adding(seconds: -age)))
    }
    var options = JournalOptions()
    options.retention = Retention(maximumAge: 100_000, maximumBytes: nil)
    #expect(try await ids(Journal(path: path, options: options)) == [3, 2])
  }

  @Test func keepsTheLatestThatFit() async throws {
    var options = JournalOptions()
    options.retention = Retention(maximumAge: nil, maximumBytes: 10_000)
    let journal = try Journal(path: path, options: options)
    for _ in 0..<40 { _ = try await journal.append(failure(bytes: 1_000)) }
    let kept = try await ids(journal)
    #expect(kept.first == 40)
    #expect(kept.count == 10)
    #expect(kept.last == 31)
  }

  @Test func aFullDiskIsAnErrorAndNothingMore() async throws {
    let journal = try Journal(path: path)
    let first = try await journal.append(failure(bytes: 100))
    try await journal.keepSize(spare: 1)
    await #expect(throws: StoreError.full(message: "database or disk is full")) {
      try await journal.append(failure(bytes: 100_000))
    }
    #expect(journal.health.lost == 1)
    // What fits is still taken, what was there can be read, and all goes on when there is room.
    let second = try await journal.append(failure(bytes: 10))
    #expect(try await ids(journal) == [second.rawValue, first.rawValue])
    try await journal.makeRoom()
    _ = try await journal.append(failure(bytes: 100_000))
    #expect(journal.health.lost == 1)
  }

  @Test func oneThatDoesNotFitLosesAlone() async throws {
    let journal = try Journal(path: path)
    _ = try await journal.append(failure(bytes: 100))
    try await journal.keepSize(spare: 2)
    let sizes = [10, 100_000, 10, 10]
    let results = await withTaskGroup { group in
      for size in sizes {
        group.addTask { () async -> (Int, Bool) in
          do throws(StoreError) {
            _ = try await journal.append(failure(bytes: size))
            return (size, true)
          } catch {
            return (size, false)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    for (size, isKept) in results { #expect(isKept == (size == 10)) }
    #expect(try await ids(journal).count == 4)
  }
}
