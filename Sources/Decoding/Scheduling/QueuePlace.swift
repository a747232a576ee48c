/// Where a request stands among those that wait.
package struct QueuePlace: Sendable, Hashable {
  /// Those with a smaller number go first.
  package var priority: Int
  /// Whose it is; clients of one priority take turns. Nil for those who are not told apart.
  package var client: String?

  package init(priority: Int = 0, client: String? = nil) {
    self.priority = priority
    self.client = client
  }
}
