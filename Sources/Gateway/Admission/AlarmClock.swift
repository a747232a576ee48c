import Dispatch
import Synchronization

/// Does things at their time that mostly need not be done: a set alarm costs no thread and no timer of its own.
final class AlarmClock: Sendable {
  struct Alarm: Sendable {
    fileprivate let number: UInt64
  }

  private struct State {
    var actions: [UInt64: @Sendable () -> Void] = [:]
    /// By their time. Those that are cancelled stay until they are cleared away.
    var order: [(instant: ContinuousClock.Instant, number: UInt64)] = []
    var lastNumber: UInt64 = 0
    /// When it will look next.
    var nextLook: ContinuousClock.Instant?
  }

  static let shared = AlarmClock()
  /// Cancelled alarms that may stay beside as many again as are set.
  private static let leftovers = 64

  private let queue = DispatchQueue(label: "deadlines")
  private let state = Mutex(State())

  /// - Parameter action: is done at the time, if the alarm has not been cancelled; it must not take long.
  func set(at instant: ContinuousClock.Instant, _ action: @escaping @Sendable () -> Void) -> Alarm {
    let (number, looks) = state.withLock { state in
      state.lastNumber += 1
      state.actions[state.lastNumber] = action
      // Most come in the order of their times.
      var place = state.order.count
      while place > 0, state.order[place - 1].instant > instant { place -= 1 }
      state.order.insert((instant, state.lastNumber), at: place)
      let looks = state.nextLook.map { instant < $0 } ?? true
      if looks { state.nextLook = instant }
      return (state.lastNumber, looks)
    }
    if looks { look(at: instant) }
    return Alarm(number: number)
  }

  /// False when it has rung.
  func cancel(_ alarm: Alarm) -> Bool {
    state.withLock { state in
      guard state.actions.removeValue(forKey: alarm.number) != nil else { return false }
      if state.order.count > 2 * state.actions.count + Self.leftovers {
        state.order.removeAll { state.actions[$0.number] == nil }
      }
      return true
    }
  }

  private func look(at instant: ContinuousClock.Instant) {
    let nanoseconds = (instant - .now) / .nanoseconds(1)
    queue.asyncAfter(deadline: .now() + .nanoseconds(max(0, Int(nanoseconds)))) { self.ring(at: instant) }
  }

  /// - Parameter look: when this look was to be. Another one that is earlier takes its place, and sets its own next one:
  ///   looks do not multiply.
  private func ring(at look: ContinuousClock.Instant) {
    let now = ContinuousClock.now
    let (due, next) = state.withLock { state -> ([@Sendable () -> Void], ContinuousClock.Instant?) in
      var due: [@Sendable () -> Void] = []
      if state.nextLook != look { return (due, nil) }
      var end = 0
      while end < state.order.count {
        let entry = state.order[end]
        let action = state.actions[entry.number]
        guard entry.instant <= now || action == nil else { break }
        if let action { due.append(action) }
        state.actions[entry.number] = nil
        end += 1
      }
      state.order.removeFirst(end)
      state.nextLook = state.order.first?.instant
      return (due, state.nextLook)
    }
    if let next { self.look(at: next) }
    for action in due { action() }
  }
}
