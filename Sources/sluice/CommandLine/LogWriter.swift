import Dispatch
import Gateway
import JSON
import Synchronization

/// Writes the log on a thread of its own, so that nobody who reads it slowly, or not at all, holds up an answer.
final class LogWriter: Sendable {
  /// Lines that may wait; further ones are dropped and counted.
  private static let limit = 10_000

  private let queue = DispatchQueue(label: "log")
  private let state = Mutex(State())

  private struct State {
    var waiting = 0
    var dropped = 0
  }

  func write(_ entry: LogEntry) {
    let isTaken = state.withLock { state in
      if state.waiting >= Self.limit {
        state.dropped += 1
        return false
      }
      state.waiting += 1
      return true
    }
    guard isTaken else { return }
    queue.async {
      let dropped = self.state.withLock { state in
        state.waiting -= 1
        defer { state.dropped = 0 }
        return state.dropped
      }
      if dropped > 0 {
        Console.log(#"{"level":"error","message":"lines of the log were dropped","lines":\#(dropped)}"#)
      }
      Console.log(JSONWriter.write(entry.json))
    }
  }

  /// Returns when all lines so far have been written.
  func flush() { queue.sync {} }
}
