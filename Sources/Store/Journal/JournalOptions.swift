package struct JournalOptions: Sendable, Hashable {
  package var retention = Retention()
  package var redaction = Redaction.none
  /// Records that may wait for the disk before others are lost.
  package var waiting = 4_096
  /// And the bytes of their contents.
  package var waitingBytes = 64 << 20
  /// Whether to make the file where there is none.
  package var creates = true

  package init() {}
}
