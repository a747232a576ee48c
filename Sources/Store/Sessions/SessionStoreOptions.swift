package struct SessionStoreOptions: Sendable, Hashable {
  /// How long a session stays that nobody uses, in seconds.
  package var kept: Int64 = 30 * 86_400
  /// Bytes of a session's turns; the oldest turns go first, but never the last one.
  package var bytes: Int64 = 4 << 20

  package init() {}
}
