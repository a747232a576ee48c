import Rules

extension Timestamp {
  /// The present, for expressions.
  static func current() throws(GatewayError) -> Timestamp {
    do throws(EvaluationProblem) {
      return try now()
    } catch {
      throw .generationFailed(reason: "the system's clock: \(error)")
    }
  }
}
