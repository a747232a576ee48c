package import JSON

/// An expression over a document as `self`, with the type that a schema gives it, and the variables of rules.
package struct DocumentExpression: Sendable {
  package let program: Program
  private let shapes: ShapeTable
  private let shape: ShapeID

  /// - Parameter schema: `true` where there is none.
  /// - Throws: `RuleError.syntax`, `RuleError.type`.
  package init(_ text: String, schema: JSONValue = true) throws(RuleError) {
    var shapes = ShapeTable(schema)
    shape = shapes.shape(at: JSONPointer())
    self.shapes = shapes
    let environment = Environment(["self": shapes.type(of: shape), "request": .dyn, "now": .timestamp])
    program = try Program(text, in: environment)
  }

  /// The value, and what it cost.
  ///
  /// - Throws: `RuleError.value` for a document that contradicts its schema's formats, `RuleError.evaluation`.
  package func evaluate(
    _ document: JSONValue, _ variables: RuleVariables, costLimit: Int = Program.defaultCostLimit
  ) throws(RuleError) -> (value: Value, cost: Int) {
    let value: Value
    do throws(EvaluationProblem) {
      value = try shapes.value(of: document, as: shape)
    } catch {
      throw .value(error)
    }
    return try program.evaluate(
      ["self": value, "request": variables.request, "now": .timestamp(variables.now)], costLimit: costLimit)
  }
}
