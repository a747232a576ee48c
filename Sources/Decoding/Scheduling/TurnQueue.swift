import Synchronization

/// Who waits for a turn, and how many have one. `WaitingLine` says who is next; whoever gives turns asks for them.
final class TurnQueue<Item: Sendable>: Sendable {
  private let limit: Int
  /// Of one client that is told apart: a quarter is left to the others.
  private let limitOfClient: Int
  /// Turns at a time.
  private let width: Int
  private let state = Mutex(State())

  private struct State {
    var line = WaitingLine<Item>()
    var clock = TurnClock()
    /// Whether somebody is giving turns.
    var isServed = false
  }

  private struct Refusal {
    let share: QueueFull.Share
    let waiting: Int
    /// Turns that have to end until there is a place.
    let ahead: Int
  }

  /// - Parameters:
  ///   - width: turns at a time.
  ///   - limit: of those who wait.
  init(width: Int, limit: Int) {
    self.width = width
    self.limit = limit
    limitOfClient = max(1, limit - limit / 4)
  }

  /// Those who wait.
  var waiting: Int { state.withLock { $0.line.count } }

  var isBusy: Bool { state.withLock { $0.clock.running > 0 } }

  /// - Parameter item: made when there is a place, with the turn that leads back to it.
  /// - Returns: the turn, and whether nobody gives turns, so that somebody has to begin.
  /// - Throws: `GenerationError.overloaded` when as many as the limit wait, or of this client as many as it may have.
  func enqueue(
    at place: QueuePlace, _ item: (Turn) -> Item
  ) throws(GenerationError) -> (turn: Turn, wakes: Bool) {
    let ticket = Mutex<Int?>(nil)
    let turn = Turn { [weak self] in
      // Behind the lock of the line, so that the ticket has been written.
      self?.state.withLock { state in
        if let ticket = ticket.withLock({ $0 }) { state.line.remove(ticket) }
      }
    }
    let item = item(turn)
    let outcome: Result<Bool, GenerationError> = state.withLock { state in
      if let refusal = refusal(place, state.line) {
        let seconds = state.clock.seconds(forTurns: refusal.ahead, width: width, now: .now)
        return .failure(.overloaded(QueueFull(share: refusal.share, waiting: refusal.waiting, seconds: seconds)))
      }
      let number = state.line.append(item, at: place)
      ticket.withLock { $0 = number }
      defer { state.isServed = true }
      return .success(!state.isServed)
    }
    return (turn, try outcome.get())
  }

  /// The next turn's, which begins with this, if there is one and it may begin now.
  func next(if mayBegin: (Item) -> Bool) -> Item? {
    state.withLock { state in
      guard let first = state.line.first, mayBegin(first) else { return nil }
      state.clock.begin(at: .now)
      return state.line.next()
    }
  }

  /// A turn that began at this time has ended.
  func ended(since began: ContinuousClock.Instant) { state.withLock { $0.clock.end(since: began, at: .now) } }

  /// Whether whoever gives turns may go, because nobody waits: the next one who comes is told.
  func mayRest() -> Bool {
    state.withLock { state in
      guard state.line.count == 0 else { return false }
      state.isServed = false
      return true
    }
  }

  private func refusal(_ place: QueuePlace, _ line: borrowing WaitingLine<Item>) -> Refusal? {
    if line.count >= limit { return Refusal(share: .everybody, waiting: line.count, ahead: 1) }
    guard let client = place.client else { return nil }
    let own = line.count(of: client)
    // The next one of this client begins when all others have had a turn.
    return own >= limitOfClient ? Refusal(share: .own, waiting: own, ahead: line.clients) : nil
  }
}
