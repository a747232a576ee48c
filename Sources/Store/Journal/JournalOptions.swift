package struct JournalOptions: Sendable, Hashable {
  package var retention = Retention()
  package var redaction = Redaction.none
  /// Records that may wait for the disk before others are lost.
  package var waiting = 4_096
  /// Whether to make the file where there is none.
  package var creates = true

  package init() {}
}
