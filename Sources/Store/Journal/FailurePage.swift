/// Some records, the latest first, without what may be long.
package struct FailurePage: Sendable, Hashable {
  package let records: [FailureSummary]
  /// Whether there are earlier ones.
  package let hasMore: Bool
}
