package import JSON
package import Rules

/// What an answer has to keep, how the model is told, and what is answered when it does not deliver.
package struct ContractTerms: Sendable {
  package let schema: JSONValue
  package let rules: [Rule]
  /// The system message, in which `{{ … }}` stands for what an expression over `request` gives.
  package let prompt: String?
  package let limits: ContractLimits
  package let fallback: ContractFallback
  package let examples: [ContractExample]

  /// Those of a schema alone, whose rules are in it.
  init(schema: JSONValue) {
    self.schema = schema
    (rules, prompt, limits, fallback, examples) = ([], nil, ContractLimits(), .error, [])
  }

  /// The fields of a contract.
  init(_ fields: inout FieldReader, limits: GatewayLimits) throws(GatewayError) {
    let schema = try fields.required("schema")
    _ = try OutputFormat.json(schema, at: fields.path(of: "schema"), limits: limits)
    self.schema = schema
    rules = try Self.rules(&fields)
    prompt = try fields.string("prompt")
    self.limits = try ContractLimits(&fields)
    fallback = try ContractFallback(&fields)
    examples = try ContractExample.list(&fields, ruleIDs: Set(rules.map(\.id)))
  }

  private static func rules(_ fields: inout FieldReader) throws(GatewayError) -> [Rule] {
    guard let json = fields.take("rules") else { return [] }
    do throws(RuleError) {
      return try Rule.list(json)
    } catch {
      var path = fields.path(of: "rules")
      guard case .rule(let problem, let place) = error else { throw .contractRefused(path, .rule(error)) }
      if let index = place.tokens.first.flatMap({ Int($0.text) }) { path = path.appending(index) }
      throw .contractRefused(path, .rule(.rule(problem, at: JSONPointer())))
    }
  }
}
