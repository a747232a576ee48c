import JSON

/// A keyword of one schema, compiled.
protocol Keyword: Sendable {
  /// Whether the instance satisfies the keyword. Tells `evaluation` why not, and what it evaluated.
  ///
  /// - Throws: when the question cannot be decided within the limits.
  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool
}
