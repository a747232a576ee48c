/// Why a queue takes no more requests.
package struct QueueFull: Sendable, Hashable {
  package enum Share: Sendable, Hashable {
    case everybody
    /// The client that asks has taken all that one client may.
    case own
  }

  package let share: Share
  /// Requests of that share that wait.
  package let waiting: Int
  /// When there will be a place if nobody else asks for it, as far as the last turns tell; at least 1.
  package let seconds: Int

  package init(share: Share, waiting: Int, seconds: Int) {
    self.share = share
    self.waiting = waiting
    self.seconds = seconds
  }
}
