/// What a retry of the request has shown.
package enum FailureState: String, Sendable, Hashable, CaseIterable {
  /// Nobody has retried it.
  case open = "OPEN"
  case fixed = "FIXED"
  case stillFailing = "STILL_FAILING"
}
