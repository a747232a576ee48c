public import Schema

extension EnforcementReport {
  /// Tokens of the shortest document, by which `max_tokens` is judged; nil when the schema is not enforced.
  ///
  /// - Throws: `MaskingError.schema`, when a question about the schema goes over its limit.
  public func shortestTokens(in vocabulary: MaskingVocabulary) throws(MaskingError) -> Int? {
    guard verdict == .enforced, let document else { return nil }
    let constraint = try Constraint(document, vocabulary: vocabulary, options: options)
    return try Matcher(constraint).completionTokens().count
  }
}
