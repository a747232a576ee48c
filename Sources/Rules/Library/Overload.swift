/// One signature of a function, with what it does.
package struct Overload: Sendable {
  /// The arguments are of the parameters' kinds, the target first; costs beyond the call itself are charged to the
  /// meter.
  typealias Body = @Sendable ([Value], inout CostMeter) throws(EvaluationProblem) -> Value

  /// Whether it is called as `target.name(…)`; the target is the first parameter.
  let isMember: Bool
  let parameters: [RuleType]
  let result: RuleType
  let body: Body

  static func global(
    _ parameters: [RuleType], _ result: RuleType, _ body: @escaping Body
  ) -> Overload { Overload(isMember: false, parameters: parameters, result: result, body: body) }

  static func member(
    _ target: RuleType, _ parameters: [RuleType], _ result: RuleType, _ body: @escaping Body
  ) -> Overload { Overload(isMember: true, parameters: [target] + parameters, result: result, body: body) }

  func signature(_ name: String) -> String {
    func list(_ types: some Sequence<RuleType>) -> String { types.map(\.description).joined(separator: ", ") }
    if isMember { return "\(parameters[0]).\(name)(\(list(parameters.dropFirst())))" }
    return "\(name)(\(list(parameters)))"
  }
}
