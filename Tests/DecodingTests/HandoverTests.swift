import Dispatch
import Testing

@testable import Decoding

@Suite struct HandoverTests {
  @Test func waitsForNothingWhereNothingIsOpen() {
    let handover = Handover()
    handover.wait(limit: .never)
    handover.give()
    handover.taken()
    handover.wait(limit: .never)
  }

  @Test func waitsUntilTheLastIsTaken() async throws {
    let (handover, thread) = (Handover(), try ComputingThreads(1))
    for round in 0..<100 {
      let pending = (0..<3).map { _ in PendingOutcome<Int>(handover) }
      let waited = PendingOutcome<Int>()
      thread.async {
        for (number, outcome) in pending.enumerated() { outcome.end(.success(number)) }
        handover.wait(limit: .never)
        waited.end(.success(round))
      }
      await withTaskGroup { group in
        for (number, outcome) in pending.enumerated() {
          group.addTask { #expect((try? await outcome.value().get()) == number) }
        }
      }
      #expect((try? await waited.value().get()) == round)
    }
  }

  @Test func goesOnBehindItsLimit() {
    let handover = Handover()
    handover.give()
    handover.wait(limit: .milliseconds(1))
    handover.taken()
    // No signal is left over from the wait that ended early.
    handover.give()
    handover.wait(limit: .milliseconds(1))
    handover.taken()
    handover.wait(limit: .never)
  }

  @Test func whatNobodyWaitedForIsNotOpen() async {
    let handover = Handover()
    let pending = PendingOutcome<Int>(handover)
    pending.end(.success(1))
    handover.wait(limit: .never)
    #expect((try? await pending.value().get()) == 1)
    handover.wait(limit: .never)
  }
}
