import Dispatch
import Synchronization

/// Gives turns in the order in which they were asked for, one at a time, on a thread outside of Swift's pool: what runs
/// for seconds there would keep other tasks from running.
final class TurnQueue: Sendable {
  private let queue: DispatchQueue
  private let limit: Int
  private let line = Line()

  /// Turns that wait; theirs to leave also when the queue is gone.
  private final class Line: Sendable {
    let count = Mutex(0)
  }

  var waiting: Int { line.count.withLock { $0 } }

  init(label: String, limit: Int) {
    queue = DispatchQueue(label: label)
    self.limit = limit
  }

  /// - Throws: `GenerationError.overloaded` when as many as the limit wait.
  func enqueue(_ body: @escaping @Sendable (Turn) -> Void) throws(GenerationError) -> Turn {
    let line = line
    let isFull = line.count.withLock { count in
      if count >= limit { return true }
      count += 1
      return false
    }
    if isFull { throw .overloaded(waiting: limit) }
    let turn = Turn { line.count.withLock { $0 -= 1 } }
    queue.async {
      if turn.begin() { body(turn) }
    }
    return turn
  }
}
