import Testing

@testable import Gateway

@Suite struct AlarmClockTests {
  @Test func ringsInTheOrderOfTimes() async {
    let clock = AlarmClock()
    let (rung, bell) = AsyncStream.makeStream(of: Int.self)
    let now = ContinuousClock.now
    // The later one first, so that the clock has to look earlier than it meant to.
    for number in [3, 1, 2] { _ = clock.set(at: now + .milliseconds(100 * number)) { bell.yield(number) } }
    var order: [Int] = []
    for await number in rung {
      order.append(number)
      if order.count == 3 { break }
    }
    #expect(order == [1, 2, 3])
  }

  @Test func whatIsCancelledDoesNotRing() async {
    let clock = AlarmClock()
    let (rung, bell) = AsyncStream.makeStream(of: Int.self)
    let now = ContinuousClock.now
    let first = clock.set(at: now + .milliseconds(200)) { bell.yield(1) }
    let last = clock.set(at: now + .milliseconds(300)) { bell.yield(2) }
    // More than stay around when they are cancelled.
    for _ in 0..<1000 { #expect(clock.cancel(clock.set(at: now + .seconds(60)) { bell.yield(3) })) }
    #expect(clock.cancel(first))
    #expect(!clock.cancel(first))
    for await number in rung {
      #expect(number == 2)
      break
    }
    #expect(!clock.cancel(last))
  }

  @Test func ringsAtOnceForWhatIsOver() async {
    let clock = AlarmClock()
    let (rung, bell) = AsyncStream.makeStream(of: Int.self)
    _ = clock.set(at: .now - .seconds(1)) { bell.yield(1) }
    for await number in rung {
      #expect(number == 1)
      break
    }
  }
}
