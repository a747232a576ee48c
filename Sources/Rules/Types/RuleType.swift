/// A type of CEL, as the checker sees it.
package indirect enum RuleType: Sendable, Hashable, CustomStringConvertible {
  /// Any type; what is done with it is judged at run time.
  case dyn
  case null, bool, int, uint, double, string, bytes, timestamp, duration
  /// The type of types.
  case type
  case list(RuleType)
  case map(key: RuleType, value: RuleType)
  case optional(RuleType)
  /// Named fields, as a schema declares them; a map with text keys at run time.
  case object(ObjectType)
  /// A parameter of an overload's signature.
  case parameter(String)
  /// A type that is not known yet while an expression is checked.
  case variable(Int)

  package var description: String {
    switch self {
    case .dyn: "dyn"
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .type: "type"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .optional(let value): "optional(\(value))"
    case .object: "object"
    case .parameter(let name): name
    case .variable: "?"
    }
  }

  /// Whether a value may be an argument for this parameter; what is inside of lists and maps is not looked at.
  func admits(_ value: Value) -> Bool {
    switch (self, value) {
    case (.dyn, _), (.parameter, _), (.variable, _): true
    case (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double), (.string, .string),
      (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration), (.type, .type), (.list, .list), (.map, .map),
      (.optional, .optional), (.object, .map):
      true
    default: false
    }
  }
}
