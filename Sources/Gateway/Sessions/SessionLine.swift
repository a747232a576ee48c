import Store
import Synchronization

/// Lets the requests of each session work one after another, in the order in which they came.
final class SessionLine: Sendable {
  private struct Waiting {
    let ticket: Int
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    /// Sessions at which a request works, and who waits for it to end.
    var lines: [SessionName: [Waiting]] = [:]
    var lastTicket = 0
    /// Tickets of those that were cancelled before they came to wait.
    var cancelled: Set<Int> = []
  }

  private let state = Mutex(State())

  /// Returns when it is this request's turn, which `leave` ends.
  ///
  /// - Returns: false when the task was cancelled, and then there is nothing to leave.
  func enter(_ name: SessionName) async -> Bool {
    let ticket = state.withLock { state -> Int in
      state.lastTicket += 1
      return state.lastTicket
    }
    // The handler is through when this is, so that its mark does not stay.
    defer { state.withLock { _ = $0.cancelled.remove(ticket) } }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isIn = state.withLock { state -> Bool? in
          if state.cancelled.contains(ticket) { return false }
          guard state.lines[name] != nil else {
            state.lines[name] = []
            return true
          }
          state.lines[name]!.append(Waiting(ticket: ticket, continuation: continuation))
          return nil
        }
        if let isIn { continuation.resume(returning: isIn) }
      }
    } onCancel: {
      let waiting = state.withLock { state -> Waiting? in
        guard let place = state.lines[name]?.firstIndex(where: { $0.ticket == ticket }) else {
          // Not yet in the line, or through it.
          state.cancelled.insert(ticket)
          return nil
        }
        return state.lines[name]!.remove(at: place)
      }
      waiting?.continuation.resume(returning: false)
    }
  }

  func leave(_ name: SessionName) {
    let next = state.withLock { state -> Waiting? in
      guard let line = state.lines[name], !line.isEmpty else {
        state.lines[name] = nil
        return nil
      }
      return state.lines[name]!.removeFirst()
    }
    next?.continuation.resume(returning: true)
  }
}
