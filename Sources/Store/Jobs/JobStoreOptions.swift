package struct JobStoreOptions: Sendable, Hashable {
  /// How long a job stays after its end, in seconds.
  package var kept: Int64 = 86_400
  /// Jobs that may wait.
  package var waiting = 10_000
  /// And the bytes of their requests.
  package var waitingBytes = 256 << 20
  /// A job that was begun so often and never came to an end is not begun again.
  package var runs = 3

  package init() {}
}
