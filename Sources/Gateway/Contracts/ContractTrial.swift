import JSON
import Rules

/// Tries what a contract promises: its examples, its static document, and its template with the examples' requests.
struct ContractTrial {
  let contract: CompiledContract
  /// For what names no time of its own.
  let now: Timestamp

  /// - Throws: `GatewayError.contractRefused`.
  func run() throws(GatewayError) {
    for example in contract.terms.examples { try check(example) }
    guard case .document(let document, _) = contract.terms.fallback else { return }
    let fallback = FieldPath.body.appending("fallback")
    try refuse(
      contract.judge.judge(document, RequestFacts(text: "").variables(now: now)).problem,
      at: fallback.appending("static"))
    guard contract.template != nil else { return }
    let valid = contract.terms.examples.filter { $0.expectation == .valid }
    for example in valid { try fill(example.request, now: example.now ?? now, example: example.path) }
    if valid.isEmpty { try fill(RequestFacts(text: ""), now: now, example: nil) }
  }

  private func check(_ example: ContractExample) throws(GatewayError) {
    let path = example.path.appending("output")
    let verdict = contract.judge.judge(example.output, example.request.variables(now: example.now ?? now))
    if example.expectation == .valid { return try refuse(verdict.problem, at: path) }
    var broken: [String]
    switch verdict {
    case .accepted: throw .contractRefused(path, .accepted)
    case .undecided(let error): throw .contractRefused(path, .undecided(error))
    case .violates: broken = ["schema"]
    case .rejected(let report): broken = report.rejections.map(\.rule.id)
    }
    let expected: String
    switch example.expectation {
    case .valid, .invalid: return
    case .breaksSchema: expected = "schema"
    case .breaksRule(let id): expected = id
    }
    guard broken.contains(expected) else {
      throw .contractRefused(
        path, .otherwiseRefused(expected: expected, by: Set(broken).sorted().joined(separator: ", ")))
    }
  }

  private func fill(_ request: RequestFacts, now: Timestamp, example: FieldPath?) throws(GatewayError) {
    do throws(FallbackFailure) {
      _ = try contract.filled(request, .sample, now: now)
    } catch {
      switch error {
      case .unfilled(let path, let error):
        throw .contractRefused(ContractCompiler.templatePath, .unfillable(path, error, example: example))
      case .refused(let problem): throw .contractRefused(ContractCompiler.templatePath, problem)
      }
    }
  }

  private func refuse(_ problem: ContractProblem?, at path: FieldPath) throws(GatewayError) {
    if let problem { throw .contractRefused(path, problem) }
  }
}
