import JSON

/// A node of the syntax tree. Macros are nodes of their own; operators other than the lazy ones are calls.
package struct Expression: Sendable {
  package indirect enum Kind: Sendable {
    case literal(Literal)
    /// A name; absolute with a dot before it, which the container does not qualify.
    case identifier(String, isAbsolute: Bool)
    case select(Expression, field: String, isOptional: Bool)
    /// `has(operand.field)`.
    case presence(Expression, field: String)
    case index(Expression, Expression, isOptional: Bool)
    case call(String, target: Expression?, arguments: [Expression], isAbsolute: Bool)
    /// Operands of one run of `&&`, at least two.
    case all([Expression])
    /// Operands of one run of `||`, at least two.
    case any([Expression])
    case conditional(Expression, Expression, Expression)
    case list([Element])
    case map([Entry])
    case comprehension(Comprehension)
    /// `cel.bind(name, value, body)`.
    case binding(name: String, value: Expression, body: Expression)
    /// `target.optMap(name, body)`, or `optFlatMap` when flat.
    case optionalMap(target: Expression, name: String, body: Expression, isFlat: Bool)
  }

  package struct Element: Sendable {
    let value: Expression
    /// `?value`: left out when the optional is empty.
    let isOptional: Bool
  }

  package struct Entry: Sendable {
    let key: Expression
    let value: Expression
    let isOptional: Bool
  }

  let kind: Kind
  /// Byte offset of the part that errors point at: an operator, a dot's name, the start of a literal.
  let offset: Int
  /// Levels of nodes from here to the deepest leaf.
  let height: Int

  init(_ kind: Kind, at offset: Int, over children: [Expression] = []) {
    self.kind = kind
    self.offset = offset
    height = 1 + (children.map(\.height).max() ?? 0)
  }
}
