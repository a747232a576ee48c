/// How the journal fares.
package struct JournalHealth: Sendable, Hashable {
  /// Records that wait for the disk.
  package let waiting: Int
  /// Failures that were not recorded since the journal was opened: for want of space, or because the disk is too slow.
  package let lost: Int
  /// Why old records could not be thrown away the last time; nil when they could.
  package let retentionFailure: StoreError?
}
