/// A function with all of its overloads.
package struct Function: Sendable {
  /// As called, with its namespace; operators by CEL's names, such as `_+_`.
  let name: String
  let overloads: [Overload]

  init(_ name: String, _ overloads: [Overload]) {
    self.name = name
    self.overloads = overloads
  }

  /// Calls the first overload that takes the arguments.
  ///
  /// - Throws: `noOverload`, and what the overload throws.
  func call(
    _ arguments: [Value], isMember: Bool, _ meter: inout CostMeter
  ) throws(EvaluationProblem) -> Value {
    for overload in overloads where overload.isMember == isMember && overload.parameters.count == arguments.count {
      if zip(overload.parameters, arguments).allSatisfy({ $0.admits($1) }) {
        return try overload.body(arguments, &meter)
      }
    }
    throw .noOverload(function: name, types: arguments.map(\.typeName))
  }
}
