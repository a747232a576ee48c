/// From a pattern's syntax to the algebra, assertions included.
///
/// A node is translated together with what follows it, so a lookahead is an intersection with the rest of the text,
/// `$` is an intersection with the empty rest, and `^` and `\b` ask what stands before. Where a following assertion
/// asks, a node is split by its last code point.
extension RegexAlgebra {
  /// What stands before a position.
  struct LeftContext: Hashable {
    enum Character {
      case start
      case word
      case other
    }

    static let start = LeftContext(character: .start)
    static let word = LeftContext(character: .word)
    static let other = LeftContext(character: .other)

    var character: Character
    /// Whether nothing was consumed since the turn of the innermost loop began.
    var isFresh = false
  }

  /// What a rest asks about its left context.
  enum LeftQuestion: Comparable {
    case nothing
    /// Whether something was consumed.
    case progress
    case character
  }

  /// The rest of a pattern, to be translated once the context at its start is known.
  struct Continuation {
    var asks: LeftQuestion
    var translate: (inout RegexAlgebra, LeftContext) throws(AutomatonError) -> RegexID

    /// The same, translated once for each context.
    var remembered: Continuation {
      let memory = TranslationMemory()
      let (asks, translate) = (asks, translate)
      return Continuation(asks: asks) { (algebra, context) throws(AutomatonError) in
        // What nothing asks about tells contexts apart no longer.
        let context = asks == .nothing ? .other : context
        if let known = memory.known[context] { return known }
        let result = try translate(&algebra, context)
        memory.known[context] = result
        return result
      }
    }
  }

  private final class TranslationMemory {
    var known: [LeftContext: RegexID] = [:]
  }

  /// A bounded repetition of an assertion is unrolled up to this count.
  static let unrollLimit = 1_024

  /// The whole texts in which the pattern is found by a search (JSON Schema's `pattern`).
  package mutating func search(_ pattern: RegexSyntax) throws(AutomatonError) -> RegexID {
    let end = Continuation(asks: .nothing) { (_, _) throws(AutomatonError) in .anything }
    let anchored = try translate(pattern, .start, end)
    if !pattern.asksLeftContext {
      return concatenation(.anything, anchored)
    }
    let afterWord = try translate(pattern, .word, end)
    let afterOther = try translate(pattern, .other, end)
    let word = concatenation(.anything, set(.word))
    let other = concatenation(.anything, set(CodePointSet.word.complement))
    return alternation([anchored, concatenation(word, afterWord), concatenation(other, afterOther)])
  }

  /// The whole texts that the pattern matches from start to end.
  package mutating func whole(_ pattern: RegexSyntax) throws(AutomatonError) -> RegexID {
    try translate(pattern, .start, Continuation(asks: .nothing) { (_, _) throws(AutomatonError) in .epsilon })
  }

  private mutating func translate(
    _ node: RegexSyntax, _ context: LeftContext, _ rest: Continuation
  ) throws(AutomatonError) -> RegexID {
    // Where nothing asks about what is inside, alternatives share one translation of what follows them.
    if case .alternation = node, rest.asks == .nothing, !node.hasAssertion {
      return concatenation(try plain(node), try rest.translate(&self, .other))
    }
    switch node {
    case .empty: return try rest.translate(&self, context)
    case .set, .repetition: return try consume(node, context, rest)
    case .group(let inner, _): return try translate(inner, context, rest)
    case .concatenation(let nodes): return try sequence(nodes[...], context, rest)
    case .alternation(let branches):
      var translated: [RegexID] = []
      let rest = rest.remembered
      for branch in branches { translated.append(try translate(branch, context, rest)) }
      return alternation(translated)
    case .start: return context.character == .start ? try rest.translate(&self, context) : .none
    case .end: return intersection([.epsilon, try rest.translate(&self, context)])
    case .wordBoundary(let negated):
      let wordFollows = (context.character == .word) == negated
      let startsWithWord = concatenation(set(.word), .anything)
      let following = wordFollows ? startsWithWord : complement(startsWithWord)
      return intersection([following, try rest.translate(&self, context)])
    case .lookahead(let inner, let negated):
      let ahead = try translate(
        inner, context, Continuation(asks: .nothing) { (_, _) throws(AutomatonError) in .anything })
      return intersection([negated ? complement(ahead) : ahead, try rest.translate(&self, context)])
    case .lookbehind: throw .unsupported(.lookbehind)
    case .backreference: throw .unsupported(.backreference)
    }
  }

  private mutating func sequence(
    _ nodes: ArraySlice<RegexSyntax>, _ context: LeftContext, _ rest: Continuation
  ) throws(AutomatonError) -> RegexID {
    guard let first = nodes.first else { return try rest.translate(&self, context) }
    // A pattern may be long, and a stack is not: what has no assertions and is followed by no question about itself needs
    // no call for each of its parts.
    let run = nodes.prefix { !$0.hasAssertion }
    let behind = nodes[run.endIndex...]
    var following = run.endIndex
    if rest.asks != .nothing || behind.contains(where: \.asksLeftContext) {
      // What stands before the rest is known from the last part that is never empty on.
      following = run.startIndex
      for index in run.indices.reversed() where try !isNullable(plain(nodes[index])) {
        following = index
        break
      }
    }
    if following > run.startIndex {
      return try concatenation(of: nodes[..<following], try sequence(nodes[following...], .other, rest))
    }
    if run.count > Self.unrollLimit { throw .unsupported(.manyOptionalParts) }
    if nodes.count > Self.unrollLimit, nodes.count(where: \.hasAssertion) > Self.unrollLimit {
      throw .unsupported(.assertionInLongRepetition)
    }
    let others = nodes.dropFirst()
    let asks = others.contains { $0.asksLeftContext } ? .character : rest.asks
    return try translate(
      first, context,
      Continuation(asks: asks) { (algebra, context) throws(AutomatonError) in
        try algebra.sequence(others, context, rest)
      })
  }

  /// A set or a repetition, then the rest.
  private mutating func consume(
    _ node: RegexSyntax, _ context: LeftContext, _ rest: Continuation
  ) throws(AutomatonError) -> RegexID {
    if node.hasAssertion { return try unroll(node, context, rest) }
    let language = try plain(node)
    if rest.asks == .nothing { return concatenation(language, try rest.translate(&self, .other)) }
    let rest = rest.remembered
    var parts: [RegexID] = []
    if rest.asks == .progress {
      let some = isNullable(language) ? intersection([language, length(minimum: 1, maximum: nil)]) : language
      parts.append(concatenation(some, try rest.translate(&self, .other)))
    } else {
      let word = intersection([language, concatenation(.anything, set(.word))])
      let other = intersection([language, concatenation(.anything, set(CodePointSet.word.complement))])
      parts.append(concatenation(word, try rest.translate(&self, .word)))
      parts.append(concatenation(other, try rest.translate(&self, .other)))
    }
    if isNullable(language) { parts.append(try rest.translate(&self, context)) }
    return alternation(parts)
  }

  /// A repetition of something with an assertion in it.
  private mutating func unroll(
    _ node: RegexSyntax, _ context: LeftContext, _ rest: Continuation
  ) throws(AutomatonError) -> RegexID {
    guard case .repetition(let inner, let minimum, let maximum) = node else {
      return try translate(node, context, rest)
    }
    guard max(minimum, maximum ?? 0) <= Self.unrollLimit else {
      throw .unsupported(.assertionInLongRepetition)
    }
    let asks = inner.asksLeftContext ? .character : rest.asks
    var turns = rest.remembered
    if maximum == nil {
      let last = turns
      turns = Continuation(asks: asks) { (algebra, context) throws(AutomatonError) in
        try algebra.loop(inner, context, last)
      }
    }
    // The last turn first, so that each finds what follows it.
    for turn in (0..<(maximum ?? minimum)).reversed() {
      let (next, isNeeded) = (turns, turn < minimum)
      let last = rest
      turns =
        Continuation(asks: asks) { (algebra, context) throws(AutomatonError) in
          let once = try algebra.translate(inner, context, next)
          return isNeeded ? once : algebra.alternation([try last.translate(&algebra, context), once])
        }.remembered
      for context in [context, .word, .other] { _ = try turns.translate(&self, context) }
    }
    return try turns.translate(&self, context)
  }

  /// Any number of turns of something with an assertion in it, then the rest.
  ///
  /// What is left after each turn is the same language again, which is given a name. A turn that consumes nothing adds
  /// nothing.
  private mutating func loop(
    _ inner: RegexSyntax, _ context: LeftContext, _ rest: Continuation
  ) throws(AutomatonError) -> RegexID {
    let rest = rest.remembered
    let names = TranslationMemory()
    let asks: LeftQuestion = inner.asksLeftContext || rest.asks == .character ? .character : .progress
    func turn(_ algebra: inout RegexAlgebra, from context: LeftContext) throws(AutomatonError) -> RegexID {
      let fresh = LeftContext(character: context.character, isFresh: true)
      return try algebra.translate(
        inner, fresh,
        Continuation(asks: asks) { (algebra, context) throws(AutomatonError) in
          if context.isFresh { return .none }
          let context = asks == .character ? context : .other
          if let name = names.known[context] { return name }
          let end = try rest.translate(&algebra, context)
          let name = algebra.named(end)
          names.known[context] = name
          let turns = try turn(&algebra, from: context)
          algebra.define(name, as: algebra.alternation([end, turns]))
          return name
        })
    }
    return alternation([try rest.translate(&self, context), try turn(&self, from: context)])
  }

  /// Nodes without assertions, then what follows them. What may be empty lets its derivatives reach what follows, some
  /// stack further each.
  private mutating func concatenation(
    of nodes: ArraySlice<RegexSyntax>, _ following: RegexID
  ) throws(AutomatonError) -> RegexID {
    var result = following
    var optional = 0
    for node in nodes.reversed() {
      let part = try plain(node)
      optional = isNullable(part) ? optional + 1 : 0
      if optional > Self.unrollLimit { throw .unsupported(.manyOptionalParts) }
      result = concatenation(part, result)
    }
    return result
  }

  /// A node without assertions.
  private mutating func plain(_ node: RegexSyntax) throws(AutomatonError) -> RegexID {
    switch node {
    case .empty: return .epsilon
    case .set(let set): return self.set(set)
    case .group(let inner, _): return try plain(inner)
    case .concatenation(let nodes): return try concatenation(of: nodes[...], .epsilon)
    case .alternation(let branches):
      var translated: [RegexID] = []
      for branch in branches { translated.append(try plain(branch)) }
      return alternation(translated)
    case .repetition(let inner, let minimum, let maximum):
      return repetition(try plain(inner), minimum: minimum, maximum: maximum)
    case .backreference: throw .unsupported(.backreference)
    case .lookbehind: throw .unsupported(.lookbehind)
    case .start, .end, .wordBoundary, .lookahead:
      preconditionFailure("a node with an assertion is translated with its context")
    }
  }
}

extension RegexSyntax {
  /// Whether a zero-width assertion stands anywhere inside.
  var hasAssertion: Bool {
    switch self {
    case .empty, .set, .backreference: false
    case .start, .end, .wordBoundary, .lookahead, .lookbehind: true
    case .concatenation(let nodes), .alternation(let nodes): nodes.contains { $0.hasAssertion }
    case .repetition(let inner, _, _), .group(let inner, _): inner.hasAssertion
    }
  }

  /// Whether an assertion inside looks at what stands before it.
  var asksLeftContext: Bool {
    switch self {
    case .empty, .set, .backreference, .end: false
    case .start, .wordBoundary, .lookbehind: true
    case .concatenation(let nodes), .alternation(let nodes): nodes.contains { $0.asksLeftContext }
    case .repetition(let inner, _, _), .group(let inner, _), .lookahead(let inner, _): inner.asksLeftContext
    }
  }
}
