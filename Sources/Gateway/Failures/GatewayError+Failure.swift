import Store

extension GatewayError {
  var failureKind: FailureKind {
    switch self {
    case .deadlineExceeded: .timeout
    case .outputRejected: .ruleRejection
    default: .error
    }
  }

  /// Why it failed, with what is not for clients.
  var cause: String {
    if case .generationFailed(let reason) = self { reason } else { message }
  }
}
