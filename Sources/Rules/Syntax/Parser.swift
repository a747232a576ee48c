import JSON

/// Reads an expression by the grammar of the CEL specification ("Syntax"), with optional syntax (`?.`, `[?i]`, `?e`)
/// and backquoted field names.
package struct Parser {
  /// Bounds on what is read, so that neither a text nor its tree can exhaust the stack.
  package struct Limits: Sendable {
    /// Bytes of text.
    package var length: Int
    /// Levels of the tree, and of brackets and signs around an operand.
    package var depth: Int

    package init(length: Int = 100_000, depth: Int = 200) {
      self.length = length
      self.depth = depth
    }
  }

  private let tokens: [Token]
  private let limits: Limits
  private var position = 0
  private var depth = 0

  /// The tree of the whole of `text`.
  ///
  /// - Throws: `RuleError.syntax`.
  package static func parse(_ text: String, limits: Limits = Limits()) throws(RuleError) -> Expression {
    do throws(Lexer.Failure) {
      guard text.utf8.count <= limits.length else {
        throw Lexer.Failure(problem: .tooLong(bytes: text.utf8.count, limit: limits.length), offset: 0)
      }
      var parser = Parser(tokens: try Lexer.tokens(of: text), limits: limits)
      let expression = try parser.expression()
      guard parser.current.kind == .end else { throw parser.unexpected("an operator or the end") }
      return expression
    } catch {
      throw .syntax(error.problem, SourcePosition(offset: error.offset, in: text))
    }
  }

  private init(tokens: [Token], limits: Limits) {
    self.tokens = tokens
    self.limits = limits
  }

  private static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
    "namespace", "return", "var", "void", "while",
  ]
  private static let keywords: Set<String> = ["in", "true", "false", "null"]

  private var current: Token { tokens[position] }

  private func unexpected(_ expected: String) -> Lexer.Failure {
    Lexer.Failure(problem: .unexpectedToken(current.name, expected: expected), offset: current.offset)
  }

  private func isAt(_ symbol: String) -> Bool { current.kind == .symbol(symbol) }

  private mutating func take(_ symbol: String) -> Bool {
    guard isAt(symbol) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ symbol: String) throws(Lexer.Failure) {
    if !take(symbol) { throw unexpected("'\(symbol)'") }
  }

  /// The node, unless its tree has become too deep.
  private func node(
    _ kind: Expression.Kind, at offset: Int, over children: [Expression] = []
  ) throws(Lexer.Failure) -> Expression { try checked(Expression(kind, at: offset, over: children)) }

  private func checked(_ node: Expression) throws(Lexer.Failure) -> Expression {
    guard node.height <= limits.depth else {
      throw Lexer.Failure(problem: .nestedTooDeeply(limit: limits.depth), offset: node.offset)
    }
    return node
  }

  private mutating func enter() throws(Lexer.Failure) {
    depth += 1
    if depth > limits.depth {
      throw Lexer.Failure(problem: .nestedTooDeeply(limit: limits.depth), offset: current.offset)
    }
  }

  // MARK: Operators

  private mutating func expression() throws(Lexer.Failure) -> Expression {
    try enter()
    defer { depth -= 1 }
    let condition = try binary(0)
    let offset = current.offset
    guard take("?") else { return condition }
    let first = try binary(0)
    try expect(":")
    let second = try expression()
    return try node(.conditional(condition, first, second), at: offset, over: [condition, first, second])
  }

  /// Binary operators from loosest to tightest; all are left associative.
  private static let levels: [[String: String]] = [
    ["||": "||"], ["&&": "&&"],
    ["<": "_<_", "<=": "_<=_", ">": "_>_", ">=": "_>=_", "==": "_==_", "!=": "_!=_", "in": "@in"],
    ["+": "_+_", "-": "_-_"], ["*": "_*_", "/": "_/_", "%": "_%_"],
  ]

  private func binaryOperator(_ level: Int) -> String? {
    switch current.kind {
    case .symbol(let symbol): Self.levels[level][symbol]
    case .identifier("in"): Self.levels[level]["in"]
    default: nil
    }
  }

  private mutating func binary(_ level: Int) throws(Lexer.Failure) -> Expression {
    guard level < Self.levels.count else { return try unary() }
    var left = try binary(level + 1)
    if level < 2 { return try run(of: left, level) }
    while let function = binaryOperator(level) {
      let offset = current.offset
      position += 1
      let right = try binary(level + 1)
      left = try node(
        .call(function, target: nil, arguments: [left, right], isAbsolute: false), at: offset, over: [left, right])
    }
    return left
  }

  /// A run of one lazy operator is one node, however long.
  private mutating func run(of first: Expression, _ level: Int) throws(Lexer.Failure) -> Expression {
    let offset = current.offset
    var operands = [first]
    while binaryOperator(level) != nil {
      position += 1
      operands.append(try binary(level + 1))
    }
    if operands.count == 1 { return first }
    return try node(level == 0 ? .any(operands) : .all(operands), at: offset, over: operands)
  }

  private mutating func unary() throws(Lexer.Failure) -> Expression {
    let offset = current.offset
    guard isAt("!") || isAt("-") else { return try member() }
    let isMinus = isAt("-")
    if isMinus, let number = try negativeNumber() { return try member(of: number) }
    try enter()
    defer { depth -= 1 }
    position += 1
    // A sign of the other kind needs brackets.
    if isAt(isMinus ? "!" : "-") { throw unexpected("an operand") }
    let operand = try unary()
    return try node(
      .call(isMinus ? "-_" : "!_", target: nil, arguments: [operand], isAbsolute: false), at: offset, over: [operand])
  }

  /// A minus directly before a number is part of it, so that the least integer can be written.
  private mutating func negativeNumber() throws(Lexer.Failure) -> Expression? {
    let (sign, number) = (current, tokens[position + 1])
    switch number.kind {
    case .integer(let text, let radix):
      position += 2
      guard let value = Int64("-" + text, radix: radix) else {
        throw Lexer.Failure(problem: .integerOutOfRange("-" + text), offset: sign.offset)
      }
      return Expression(.literal(.int(value)), at: sign.offset)
    case .double(let text):
      position += 2
      return Expression(.literal(.double(try double("-" + text, at: sign.offset))), at: sign.offset)
    default: return nil
    }
  }

  private func double(_ text: String, at offset: Int) throws(Lexer.Failure) -> Double {
    // Swift wants a digit before the point.
    let spelled = text.replacingLeadingPoint
    guard let value = Double(spelled) else { throw Lexer.Failure(problem: .invalidNumber(text), offset: offset) }
    return value
  }

  // MARK: Members

  private mutating func member() throws(Lexer.Failure) -> Expression { try member(of: primary()) }

  private mutating func member(of operand: Expression) throws(Lexer.Failure) -> Expression {
    var operand = operand
    while true {
      let offset = current.offset
      if take(".") {
        let isOptional = take("?")
        let name = try selector()
        if isAt("("), !name.isQuoted, !isOptional {
          position += 1
          let arguments = try list(until: ")").map(\.value)
          operand = try call(name.text, target: operand, arguments, at: name.offset)
        } else {
          operand = try node(
            .select(operand, field: name.text, isOptional: isOptional), at: name.offset, over: [operand])
        }
      } else if take("[") {
        let isOptional = take("?")
        let index = try expression()
        try expect("]")
        operand = try node(.index(operand, index, isOptional: isOptional), at: offset, over: [operand, index])
      } else if isAt("{"), operand.isQualifiedName {
        throw Lexer.Failure(problem: .messageConstruction, offset: offset)
      } else {
        return operand
      }
    }
  }

  private mutating func selector() throws(Lexer.Failure) -> (text: String, isQuoted: Bool, offset: Int) {
    let token = current
    switch token.kind {
    case .identifier(let name) where !Self.keywords.contains(name):
      position += 1
      return (name, false, token.offset)
    case .quotedIdentifier(let name):
      position += 1
      return (name, true, token.offset)
    default: throw unexpected("a field name")
    }
  }

  private mutating func call(
    _ name: String, target: Expression?, _ arguments: [Expression], isAbsolute: Bool = false, at offset: Int
  ) throws(Lexer.Failure) -> Expression {
    if !isAbsolute, let macro = try Macros.expand(name, target: target, arguments: arguments, at: offset) {
      return try checked(macro)
    }
    return try node(
      .call(name, target: target, arguments: arguments, isAbsolute: isAbsolute), at: offset,
      over: (target.map { [$0] } ?? []) + arguments)
  }

  private mutating func primary() throws(Lexer.Failure) -> Expression {
    let token = current
    position += 1
    switch token.kind {
    case .identifier("true"): return Expression(.literal(.bool(true)), at: token.offset)
    case .identifier("false"): return Expression(.literal(.bool(false)), at: token.offset)
    case .identifier("null"): return Expression(.literal(.null), at: token.offset)
    case .identifier(let name):
      return try named(name, isAbsolute: false, at: token.offset)
    case .integer(let text, let radix):
      guard let value = Int64(text, radix: radix) else {
        throw Lexer.Failure(problem: .integerOutOfRange(text), offset: token.offset)
      }
      return Expression(.literal(.int(value)), at: token.offset)
    case .unsigned(let text, let radix):
      guard let value = UInt64(text, radix: radix) else {
        throw Lexer.Failure(problem: .integerOutOfRange(text + "u"), offset: token.offset)
      }
      return Expression(.literal(.uint(value)), at: token.offset)
    case .double(let text): return Expression(.literal(.double(try double(text, at: token.offset))), at: token.offset)
    case .string(let text): return Expression(.literal(.string(text)), at: token.offset)
    case .bytes(let bytes): return Expression(.literal(.bytes(bytes)), at: token.offset)
    case .symbol("."):
      guard case .identifier(let name) = current.kind else { throw unexpected("a name") }
      position += 1
      return try named(name, isAbsolute: true, at: tokens[position - 1].offset)
    case .symbol("("):
      let inner = try expression()
      try expect(")")
      return inner
    case .symbol("["):
      let elements = try list(until: "]", allowsOptional: true)
      return try node(.list(elements), at: token.offset, over: elements.map(\.value))
    case .symbol("{"): return try map(at: token.offset)
    default:
      position -= 1
      throw unexpected("an expression")
    }
  }

  private mutating func named(_ name: String, isAbsolute: Bool, at offset: Int) throws(Lexer.Failure) -> Expression {
    if Self.reserved.contains(name) || Self.keywords.contains(name) {
      throw Lexer.Failure(problem: .reservedWord(name), offset: offset)
    }
    guard take("(") else { return Expression(.identifier(name, isAbsolute: isAbsolute), at: offset) }
    let arguments = try list(until: ")").map(\.value)
    return try call(name, target: nil, arguments, isAbsolute: isAbsolute, at: offset)
  }

  /// Expressions up to a closing bracket, which is taken. A list literal may end in a comma.
  private mutating func list(
    until end: String, allowsOptional: Bool = false
  ) throws(Lexer.Failure) -> [Expression.Element] {
    var elements: [Expression.Element] = []
    while !take(end) {
      if !elements.isEmpty {
        try expect(",")
        if allowsOptional, take(end) { break }
      }
      let isOptional = allowsOptional && take("?")
      elements.append(Expression.Element(value: try expression(), isOptional: isOptional))
    }
    return elements
  }

  private mutating func map(at offset: Int) throws(Lexer.Failure) -> Expression {
    var entries: [Expression.Entry] = []
    while !take("}") {
      if !entries.isEmpty {
        try expect(",")
        if take("}") { break }
      }
      let isOptional = take("?")
      let key = try expression()
      try expect(":")
      entries.append(Expression.Entry(key: key, value: try expression(), isOptional: isOptional))
    }
    return try node(.map(entries), at: offset, over: entries.flatMap { [$0.key, $0.value] })
  }
}

extension String {
  /// `-.5` as `-0.5`.
  fileprivate var replacingLeadingPoint: String {
    if hasPrefix(".") { return "0" + self }
    if hasPrefix("-.") { return "-0" + dropFirst() }
    return self
  }
}
