@testable import Gateway

extension GatewayLimits {
  /// For tests that are not about time, however busy the machine is.
  static let patient = {
    var limits = GatewayLimits()
    limits.deadline = .seconds(600)
    // A stream that begins before its first event has fewer header fields.
    limits.silence = .seconds(600)
    return limits
  }()
}
