package import Decoding
import JSON
import Rules
import Schema

/// Makes contracts ready for use, or says by name what is wrong with them.
package struct ContractCompiler: Sendable {
  let engine: Engine
  let limits: GatewayLimits

  package init(engine: Engine, limits: GatewayLimits = GatewayLimits()) {
    self.engine = engine
    self.limits = limits
  }

  /// - Throws: `GatewayError.contractRefused`.
  package func compile(_ terms: ContractTerms, id: ContractID?) async throws(GatewayError) -> CompiledContract {
    let validator = try validator(terms)
    try await checkMasks(terms.schema)
    let rules: RuleSet
    do throws(RuleError) {
      rules = try RuleSet(terms.rules, schema: terms.schema, requestType: RequestFacts.type)
    } catch {
      throw .contractRefused(Self.place(of: error, terms), .rule(error))
    }
    let (masked, inMask) = try await enforcement(rules, terms)
    let request = ["request": RequestFacts.type, "now": .timestamp]
    let failure = request.merging(["error": FailureFacts.type]) { first, _ in first }
    var template: DocumentTemplate?
    if case .document(_, let json?) = terms.fallback {
      template = try DocumentTemplate(json, in: Environment(failure), at: Self.templatePath)
    }
    let compiled = CompiledContract(
      id: id, terms: terms, judge: ContractJudge(validator: validator, rules: rules), maskedSchema: masked,
      rulesInMask: inMask, schemaHash: Provenance.hash(of: terms.schema),
      prompt: try terms.prompt.map { (text) throws(GatewayError) in
        try TextTemplate(text, in: Environment(request), at: .body.appending("prompt"))
      },
      template: template)
    try ContractTrial(contract: compiled, now: try .current()).run()
    return compiled
  }

  private static let schemaPath = FieldPath.body.appending("schema")
  private static let rulesPath = FieldPath.body.appending("rules")
  static let templatePath = FieldPath.body.appending("fallback").appending("template")

  private func validator(_ terms: ContractTerms) throws(GatewayError) -> CompiledSchema {
    do throws(SchemaError) {
      return try CompiledSchema(terms.schema, options: SchemaOptions(formats: .assertion))
    } catch {
      throw .contractRefused(Self.schemaPath, .schema(error))
    }
  }

  /// The schema for the masks, and the rules that it takes over. A schema that becomes too complex with the rules is
  /// used without them: they are judged all the same.
  private func enforcement(
    _ rules: RuleSet, _ terms: ContractTerms
  ) async throws(GatewayError) -> (schema: JSONValue, rules: [String]) {
    let enforcement = rules.enforcement()
    guard !enforcement.enforced.isEmpty else { return (terms.schema, []) }
    let ids = enforcement.enforced.map(\.id)
    do throws(GenerationError) {
      _ = try await engine.compile(schema: enforcement.schema)
      return (enforcement.schema, ids)
    } catch {
      guard case .schema(let problem) = error else { throw .generationFailed(reason: "\(error)") }
      if case .unsatisfiable = problem {
        throw .contractRefused(Self.rulesPath, .contradiction(rules: ids, problem))
      }
      return (terms.schema, [])
    }
  }

  private func checkMasks(_ schema: JSONValue) async throws(GatewayError) {
    do throws(GenerationError) {
      _ = try await engine.compile(schema: schema)
    } catch {
      guard case .schema(let reason) = error else { throw .generationFailed(reason: "\(error)") }
      throw .contractRefused(Self.schemaPath, .schema(reason))
    }
  }

  /// Where the rule with the mistake stands: among the contract's own, or in the schema.
  private static func place(of error: RuleError, _ terms: ContractTerms) -> FieldPath {
    guard case .expression(let id, let field, _) = error else { return schemaPath }
    guard let index = terms.rules.firstIndex(where: { $0.id == id }) else { return schemaPath }
    return rulesPath.appending(index).appending(ExactString(field))
  }
}
