/// An expression apart from any algebra, to be taken into one as it is: far cheaper than to read its pattern again.
package struct RegexFragment: Sendable {
  /// Operands before what they stand in; ids are indexes here.
  fileprivate let nodes: [RegexNode]
  fileprivate let facts: [RegexAlgebra.Facts]
}

extension RegexAlgebra {
  /// An expression as a fragment; nil when it depends on more of this algebra than its nodes.
  package func fragment(_ root: RegexID) -> RegexFragment? {
    var nodes: [RegexNode] = []
    var facts: [Facts] = []
    var places: [RegexID: RegexID] = [:]
    func add(_ id: RegexID) -> RegexID? {
      if let known = places[id] { return known }
      guard let node = node(id).mapped({ add($0) }) else { return nil }
      let place = RegexID(index: Int32(nodes.count))
      nodes.append(node)
      facts.append(self.facts(id))
      places[id] = place
      return place
    }
    return add(root) == nil ? nil : RegexFragment(nodes: nodes, facts: facts)
  }

  /// The expression of a fragment.
  package mutating func take(_ fragment: RegexFragment) -> RegexID {
    var ids: [RegexID] = []
    ids.reserveCapacity(fragment.nodes.count)
    for (node, facts) in zip(fragment.nodes, fragment.facts) {
      ids.append(intern(node.mapped { ids[Int($0.index)] }!) { _ in facts })
    }
    return ids[ids.count - 1]
  }
}

extension RegexNode {
  /// The same node with other operands; nil when an operand has none, and for nodes that stand for more than their
  /// operands.
  fileprivate func mapped(_ body: (RegexID) -> RegexID?) -> RegexNode? {
    switch self {
    case .none, .epsilon, .set: return self
    case .concatenation(let left, let right):
      guard let left = body(left), let right = body(right) else { return nil }
      return .concatenation(left, right)
    case .alternation(let operands):
      let mapped = operands.compactMap(body)
      return mapped.count == operands.count ? .alternation(mapped.sorted()) : nil
    case .intersection(let operands):
      let mapped = operands.compactMap(body)
      return mapped.count == operands.count ? .intersection(mapped.sorted()) : nil
    case .complement(let operand): return body(operand).map { .complement($0) }
    case .repetition(let operand, let minimum, let maximum):
      return body(operand).map { .repetition($0, minimum: minimum, maximum: maximum) }
    case .named, .patternText, .guarded, .literals: return nil
    }
  }
}
