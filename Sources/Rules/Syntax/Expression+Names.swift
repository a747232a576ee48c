extension Expression {
  /// The parts of `a.b.c` with whether a dot stood before them; nil when this is something else.
  var qualifiedName: (parts: [String], isAbsolute: Bool)? {
    switch kind {
    case .identifier(let name, let isAbsolute): return ([name], isAbsolute)
    case .select(let operand, let field, false):
      guard let (parts, isAbsolute) = operand.qualifiedName else { return nil }
      return (parts + [field], isAbsolute)
    default: return nil
    }
  }

  var isQualifiedName: Bool { qualifiedName != nil }
}
