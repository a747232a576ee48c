import Testing

@testable import Decoding

@Suite struct WaitingLineTests {
  private func order(_ line: inout WaitingLine<String>) -> [String] {
    var names: [String] = []
    while let name = line.next() { names.append(name) }
    return names
  }

  @Test func clientsTakeTurns() {
    var line = WaitingLine<String>()
    for name in ["a1", "a2", "a3", "b1", "c1", "b2"] {
      _ = line.append(name, at: QueuePlace(client: String(name.prefix(1))))
    }
    #expect(line.count == 6)
    #expect(line.clients == 3)
    #expect(line.count(of: "a") == 3)
    #expect(order(&line) == ["a1", "b1", "c1", "a2", "b2", "a3"])
    #expect(line.count == 0)
  }

  @Test func prioritiesGoFirst() {
    var line = WaitingLine<String>()
    for (name, priority) in [("late", 5), ("usual", 0), ("first", -1), ("second", -1)] {
      _ = line.append(name, at: QueuePlace(priority: priority))
    }
    #expect(order(&line) == ["first", "second", "usual", "late"])
  }

  @Test func whoLeavesIsNotNext() {
    var line = WaitingLine<String>()
    let tickets = ["a1", "a2", "b1"].map { line.append($0, at: QueuePlace(client: String($0.prefix(1)))) }
    var removed = [tickets[0], tickets[0]].map { line.remove($0) }
    #expect(removed == [true, false])
    #expect(line.count == 2)
    #expect(order(&line) == ["a2", "b1"])
    removed = [line.remove(tickets[2])]
    #expect(removed == [false])
  }

  @Test func forecastsFromTheLastTurns() {
    var clock = TurnClock()
    let start = ContinuousClock.now
    #expect(clock.seconds(forTurns: 1, width: 1, now: start) == 1)
    clock.begin(at: start)
    clock.end(since: start, at: start + .seconds(4))
    #expect(clock.running == 0)
    #expect(clock.seconds(forTurns: 1, width: 1, now: start) == 4)
    #expect(clock.seconds(forTurns: 3, width: 1, now: start) == 12)
    #expect(clock.seconds(forTurns: 3, width: 2, now: start) == 8)
    // One that takes longer than usual.
    clock.begin(at: start)
    #expect(clock.seconds(forTurns: 2, width: 1, now: start + .seconds(9)) == 13)
  }
}
