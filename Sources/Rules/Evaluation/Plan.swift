/// A checked expression in the form that is evaluated: names resolved, functions found.
package struct Plan: Sendable {
  package indirect enum Step: Sendable {
    case constant(Value)
    /// A declared variable.
    case variable(String)
    /// A variable of a macro, by its depth.
    case local(Int)
    /// A field of a map or object; with an optional operand or `isOptional`, an optional.
    case select(Plan, field: String, isOptional: Bool)
    case presence(Plan, field: String)
    case index(Plan, Plan, isOptional: Bool)
    case call(Function, arguments: [Plan], isMember: Bool)
    /// `matches` with a pattern that is known ahead.
    case search(Plan, TextPattern)
    case all([Plan])
    case any([Plan])
    case conditional(Plan, Plan, Plan)
    case list([(value: Plan, isOptional: Bool)])
    case map([(key: Plan, value: Plan, isOptional: Bool)])
    case fold(Fold)
    /// Evaluates the value into a local, then the body.
    case binding(local: Int, value: Plan, body: Plan)
    case optionalMap(target: Plan, local: Int, body: Plan, isFlat: Bool)
    /// `or` and `orValue`: the alternative is evaluated only when it is needed.
    case alternative(Plan, Plan, unwraps: Bool)
    /// A name or function that is not there, found out when it is evaluated.
    case failure(EvaluationProblem)
  }

  /// A comprehension.
  package struct Fold: Sendable {
    let purpose: Comprehension.Purpose
    let range: Plan
    /// The first local; a second variable has the next one.
    let local: Int
    let variableCount: Int
    let filter: Plan?
    let body: Plan?
  }

  let step: Step
  /// Byte offset in the expression's text.
  let offset: Int
}
