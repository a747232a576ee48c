/// Where a job stands, in the words of the API.
package enum JobState: String, Sendable, Hashable, CaseIterable {
  case queued
  case running
  /// It was answered as it should be.
  case succeeded
  /// It was answered with an error.
  case failed
  case cancelled

  package var hasEnded: Bool { self != .queued && self != .running }
}
