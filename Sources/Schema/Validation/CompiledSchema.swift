public import JSON

/// A schema ready to judge instances, as often as wanted and from any thread.
public struct CompiledSchema: Sendable {
  /// Levels that schema and instance may nest when taken together: every application of a subschema is one.
  public static let maximumDepth = 1_600

  private let plan: ValidationPlan

  /// - Parameter uri: where the schema was found; the base for a relative `$id` and relative references.
  /// - Throws: when the schema, or one that it refers to, is malformed or refers to what the registry lacks.
  public init(
    _ schema: JSONValue, uri: String = "", registry: SchemaRegistry = SchemaRegistry(),
    options: SchemaOptions = SchemaOptions()
  ) throws(SchemaError) {
    try self.init(SchemaDocument(schema, uri: uri, registry: registry, options: options))
  }

  package init(_ document: SchemaDocument) throws(SchemaError) { plan = try SchemaCompiler.compile(document) }

  /// The verdict alone; stops at the first violation.
  ///
  /// - Throws: `referenceCycle`, `depthLimit` or `patternLimit`, when there is no verdict.
  public func isValid(_ instance: JSONValue) throws(SchemaError) -> Bool {
    var evaluation = Evaluation(plan, collects: false)
    return try evaluation.run(instance)
  }

  /// The verdict with its reasons, at most `limit` of them.
  ///
  /// - Throws: as `isValid(_:)`.
  public func validate(_ instance: JSONValue, limit: Int = 1_000) throws(SchemaError) -> ValidationResult {
    guard try !isValid(instance) else { return ValidationResult(violations: []) }
    var evaluation = Evaluation(plan, collects: true)
    _ = try evaluation.run(instance)
    return ValidationResult(violations: Array(evaluation.violations.prefix(max(1, limit))))
  }
}
