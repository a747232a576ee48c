import JSON
import Testing

@testable import Store

@Suite struct SessionStoreTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.file("sessions.sqlite") }

  private let name = SessionName(client: "a", id: "talk")

  private func turn(_ number: Int) -> [JSONValue] {
    [["role": "user", "content": .integer(number)], ["role": "assistant", "content": "ok"]]
  }

  @Test func turnsStayAcrossRestarts() async throws {
    do {
      let store = try SessionStore(path: path)
      #expect(try await store.history(of: name) == nil)
      try await store.append(turn(1), system: "Be brief.", to: name)
      try await store.append(turn(2), system: nil, to: name)
      #expect(throws: StoreError.inUse(path: path)) { try SessionStore(path: path) }
    }
    let store = try SessionStore(path: path)
    #expect(try await store.history(of: name) == SessionHistory(system: "Be brief.", turns: [turn(1), turn(2)]))
    try await store.append(turn(3), system: "Be long.", to: name)
    #expect(try await store.history(of: name)?.system == "Be long.")
  }

  @Test func clientsHaveTheirOwn() async throws {
    let store = try SessionStore(path: path)
    try await store.append(turn(1), system: nil, to: name)
    for other in [SessionName(client: "b", id: "talk"), SessionName(client: nil, id: "talk")] {
      #expect(try await store.history(of: other) == nil)
      #expect(try await !store.remove(other))
    }
    #expect(try await store.remove(name))
    #expect(try await store.history(of: name) == nil)
  }

  @Test func theOldestTurnsGoFirst() async throws {
    var options = SessionStoreOptions()
    options.bytes = 160
    options.kept = 100
    let store = try SessionStore(path: path, options: options)
    let start = WallTime(milliseconds: 1_000_000)
    for number in 1...4 { try await store.append(turn(number), system: nil, to: name, now: start) }
    #expect(try await store.history(of: name, now: start)?.turns == [turn(3), turn(4)])
    // The last one stays, however large.
    let large: [JSONValue] = [.string(String(repeating: "x", count: 500))]
    try await store.append(large, system: nil, to: name, now: start)
    #expect(try await store.history(of: name, now: start)?.turns == [large])
    // And sessions that nobody uses go, whether another one is used or not.
    #expect(try await store.history(of: name, now: start.adding(seconds: 100)) != nil)
    #expect(try await store.history(of: name, now: start.adding(seconds: 101)) == nil)
    let other = SessionName(client: nil, id: "other")
    try await store.append(turn(1), system: nil, to: other, now: start.adding(seconds: 101))
    #expect(try await store.history(of: name, now: start) == nil)
    #expect(try await store.history(of: other, now: start.adding(seconds: 101)) != nil)
  }
}
