import Synchronization

/// One request's turn, from its place in the queue to its end.
final class Turn: Sendable {
  private let isOver = Mutex(false)
  private let onCancel: @Sendable () -> Void

  /// - Parameter onCancel: called once, unless the turn ends before it is cancelled.
  init(onCancel: @escaping @Sendable () -> Void) { self.onCancel = onCancel }

  var isCancelled: Bool { isOver.withLock { $0 } }

  func cancel() {
    let isFirst = isOver.withLock { isOver in
      defer { isOver = true }
      return !isOver
    }
    if isFirst { onCancel() }
  }
}
