extension SchemaAutomaton {
  /// Where a state stands in the grammar, and the places of the schema that the open values have to satisfy.
  package func describe(_ state: RecognizerState) -> String {
    let position =
      switch state.kind {
      case .value: "a value is to come"
      case .objectStart: "behind {"
      case .member: "behind a comma in an object"
      case .colon: "a colon is to come"
      case .afterValue: state.stack < 0 ? "the document is complete" : "behind a value"
      case .arrayStart: "behind ["
      case .string: "inside a string"
      case .key: "inside a property name"
      case .number: "inside a number"
      case .literal: "inside a literal"
      }
    var places: [String] = []
    var stack = state.stack
    while stack >= 0 {
      let cell = cells[Int(stack)]
      if case .pending(let pending) = cell.content {
        let alternatives = pendings[Int(pending.index)].prefix(4).map { space.describe($0.formula) }
        places.append(alternatives.joined(separator: " | "))
      }
      stack = cell.parent
    }
    return places.isEmpty ? position : position + ", for " + places.reversed().joined(separator: " > ")
  }
}

extension FormulaSpace {
  /// The places that a condition stands for.
  func describe(_ id: FormulaID) -> String {
    switch formula(id) {
    case .always: "anything"
    case .never: "nothing"
    case .constants: "a constant"
    case .structured: "an array or an object"
    case .container: "what stands before"
    case .schema(let schema): "#\(document.location(of: schema.node).pointer)"
    case .not(let operand): "not " + describe(operand)
    case .one(let operands): "one of (" + operands.map { describe($0) }.joined(separator: ", ") + ")"
    case .and(let operands): "(" + operands.map { describe($0) }.joined(separator: " and ") + ")"
    case .or(let operands): "(" + operands.map { describe($0) }.joined(separator: " or ") + ")"
    }
  }
}

extension RecognizerState {
  /// What the next bytes belong to, in a word.
  package var kindName: String { kind.name }
}

extension RecognizerState.Kind {
  /// Spelled out: a case's description looks its type up every time.
  fileprivate var name: String {
    switch self {
    case .value: "value"
    case .objectStart: "objectStart"
    case .member: "member"
    case .colon: "colon"
    case .afterValue: "afterValue"
    case .arrayStart: "arrayStart"
    case .string: "string"
    case .key: "key"
    case .number: "number"
    case .literal: "literal"
    }
  }
}
