import Dispatch
import Synchronization

/// Gives turns, one at a time, on a thread outside of Swift's pool: what runs for seconds there would keep other tasks
/// from running. `WaitingLine` says who is next.
final class TurnQueue: Sendable {
  private let queue: DispatchQueue
  private let limit: Int
  /// Of one client that is told apart: a quarter is left to the others.
  private let limitOfClient: Int
  private let state = State()

  /// Theirs to leave also when the queue is gone.
  private final class State: Sendable {
    let line = Mutex(WaitingLine<Waiting>())
    let clock = Mutex(TurnClock())
  }

  private struct Waiting: Sendable {
    let turn: Turn
    let body: @Sendable (Turn) -> Void
  }

  /// Turns that wait.
  var waiting: Int { state.line.withLock { $0.count } }

  var isBusy: Bool { state.clock.withLock { $0.isRunning } }

  init(label: String, limit: Int) {
    queue = DispatchQueue(label: label)
    self.limit = limit
    limitOfClient = max(1, limit - limit / 4)
  }

  /// - Throws: `GenerationError.overloaded` when as many as the limit wait, or of this client as many as it may have.
  func enqueue(
    at place: QueuePlace = QueuePlace(), _ body: @escaping @Sendable (Turn) -> Void
  ) throws(GenerationError) -> Turn {
    let state = state
    let ticket = Mutex<Int?>(nil)
    let turn = Turn {
      // Behind the lock of the line, so that the ticket has been written.
      state.line.withLock { line in
        if let ticket = ticket.withLock({ $0 }) { line.remove(ticket) }
      }
    }
    let refusal: (share: QueueFull.Share, waiting: Int, ahead: Int)? = state.line.withLock { line in
      if line.count >= limit { return (.everybody, line.count, 1) }
      if let client = place.client {
        let own = line.count(of: client)
        if own >= limitOfClient { return (.own, own, line.clients) }
      }
      let number = line.append(Waiting(turn: turn, body: body), at: place)
      ticket.withLock { $0 = number }
      return nil
    }
    if let refusal {
      // The next turn of everybody frees a place, and the next one of this client when all others have had theirs.
      let seconds = state.clock.withLock { $0.secondsForTurns(refusal.ahead, now: .now) }
      throw .overloaded(QueueFull(share: refusal.share, waiting: refusal.waiting, seconds: seconds))
    }
    queue.async {
      // One for each that came; those that left make some of them find nobody.
      guard let next = state.line.withLock({ $0.next() }) else { return }
      state.clock.withLock { $0.begin(at: .now) }
      next.body(next.turn)
      state.clock.withLock { $0.end(at: .now) }
    }
    return turn
  }
}
