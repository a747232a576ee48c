import Automata
import Schema
public import Tokenizer

/// One document under way: which tokens may come next, what has come, and the way back.
public struct Matcher: Sendable {
  private struct Step {
    var state: RecognizerState
    var memory: TextMemory
    /// Bytes of the document before this step.
    var length: Int
    var isFinished: Bool
    var plan: ArraySlice<TokenID>?
  }

  public let constraint: Constraint
  private let shared: SharedAutomaton
  private(set) var state: RecognizerState
  /// What the automaton will read again of the text so far.
  private var memory = TextMemory.none
  /// The document's bytes so far.
  public private(set) var text: [UInt8] = []
  /// Whether an end token has been taken.
  public private(set) var isFinished = false
  private var history: [Step] = []
  /// Tokens that complete the document, kept while the bytes that it needs are more than the tokens that are left.
  private var plan: ArraySlice<TokenID>?

  public init(_ constraint: Constraint) throws(MaskingError) {
    self.constraint = constraint
    let current = try constraint.shared()
    shared = current.automaton
    state = current.start
  }

  /// A matcher whose document is sure to be complete within `budget` tokens, end token not counted, as long as every
  /// mask is asked with what is left of it.
  ///
  /// - Throws: `MaskingError.budgetTooSmall` with the number that the shortest completion takes.
  public init(_ constraint: Constraint, budget: Int) throws(MaskingError) {
    try self.init(constraint)
    reserveCapacity(min(budget, Self.mostReserved))
    let needed = try shortestBytes()
    if needed <= budget { return }
    // Long completions are not even written down.
    if needed / Self.longestAverage > max(budget, 1_024) { throw .budgetTooSmall(given: budget, needed: needed) }
    let plan = try completionTokens()
    guard plan.count <= budget else { throw .budgetTooSmall(given: budget, needed: plan.count) }
    self.plan = plan[...]
  }

  /// Makes room for so many more tokens, and for as many bytes as these have on average at most: until it is full, taking
  /// a token allocates nothing for the record of the document.
  public mutating func reserveCapacity(_ tokens: Int) {
    history.reserveCapacity(history.count + tokens)
    text.reserveCapacity(text.count + tokens * Self.longestAverage)
  }

  /// Makes room where there is none, for as much again as there is.
  private mutating func makeRoom(for bytes: Int) {
    if history.count < history.capacity, text.count + bytes <= text.capacity { return }
    reserveCapacity(max(Self.leastRoom, history.count))
  }

  /// Tokens that there is room for at least, once one has come.
  private static let leastRoom = 64
  /// Tokens of a budget that there is room for from the start.
  private static let mostReserved = 512

  /// Bytes that the tokens of a completion have at most, on average.
  private static let longestAverage = 16

  /// Tokens taken so far.
  public var count: Int { history.count }

  /// Whether the document is complete as it stands.
  public var isAccepting: Bool {
    get throws(MaskingError) {
      let state = state
      return try shared.withState { (shared) throws(SchemaError) in try shared.automaton.isAccepting(state) }
    }
  }

  /// The tokens that a valid document may have next, end tokens included where it is complete.
  ///
  /// - Parameter remaining: tokens that are left, this one included; nil where there is no budget. With a budget only
  ///   tokens are allowed after which the document can still be completed within the rest of it.
  public mutating func mask(remaining: Int? = nil) throws(MaskingError) -> TokenBitmask {
    if isFinished { return TokenBitmask(vocabularySize: constraint.vocabulary.size) }
    let (state, vocabulary) = (state, constraint.vocabulary)
    let tail = tail
    guard let remaining else {
      return try shared.withState { (shared) throws(SchemaError) in
        try shared.mask(state, tail, vocabulary)
      }
    }
    let limit = Int32(clamping: remaining - 1)
    var (mask, isLimited) = try shared.withState {
      (shared) throws(SchemaError) -> (TokenBitmask, Bool) in
      if try shared.costBound(state, tail, vocabulary) <= limit {
        return (try shared.mask(state, tail, vocabulary), false)
      }
      return (try shared.walked(state, tail, vocabulary, withCosts: true, limit: limit).mask, true)
    }
    // Where a keyword is guarded, all that fits may be turned down when it is taken.
    if mask.isEmpty || isLimited && constraint.isGuarded && memory == .string, plan == nil {
      plan = try completionTokens()[...]
    }
    if let next = plan?.first { mask[next] = true }
    return mask
  }

  /// Takes a token.
  ///
  /// - Throws: `MaskingError.tokenRejected` when the document can't go on with it; the matcher is then unchanged. That
  ///   can be a token of the mask where a keyword is guarded (`Constraint.isGuarded`): another one has to be chosen.
  public mutating func accept(_ token: TokenID) throws(MaskingError) {
    let vocabulary = constraint.vocabulary
    if isFinished { throw .tokenRejected(token) }
    let before = Step(state: state, memory: memory, length: text.count, isFinished: isFinished, plan: plan)
    if vocabulary.endTokens.contains(token) {
      guard try isAccepting else { throw .tokenRejected(token) }
      isFinished = true
      history.append(before)
      return
    }
    guard token.index < vocabulary.vocabulary.count else { throw .tokenRejected(token) }
    let bytes = vocabulary.vocabulary.bytes(of: token)
    let isPlanned = plan?.first == token
    guard !bytes.isEmpty, let next = try advanced(by: bytes, isPlanned: isPlanned) else { throw .tokenRejected(token) }
    (state, memory) = next
    makeRoom(for: bytes.count)
    text.append(contentsOf: bytes)
    plan = isPlanned ? plan!.dropFirst() : nil
    history.append(before)
  }

  /// Takes bytes that need not be whole tokens, such as a prefix that is given; not counted as a token.
  ///
  /// - Returns: the bytes that were taken: all of them, or those before the first that the document can't go on with.
  /// - Throws: what keeps a byte from being judged; then none has been taken.
  public mutating func accept(bytes: some Sequence<UInt8>) throws(MaskingError) -> Int {
    if isFinished { return 0 }
    let before = (state: state, memory: memory, count: text.count)
    var taken = 0
    for byte in bytes {
      let advance: (RecognizerState, TextMemory)?
      do throws(MaskingError) {
        advance = try advanced(by: [byte])
      } catch {
        (state, memory) = (before.state, before.memory)
        text.removeLast(text.count - before.count)
        throw error
      }
      guard let next = advance else { break }
      (state, memory) = next
      text.append(byte)
      taken += 1
    }
    if taken > 0 { plan = nil }
    return taken
  }

  /// Takes back the last `count` tokens.
  public mutating func rollback(_ count: Int) {
    precondition(count <= history.count, "only \(history.count) tokens were taken")
    if count == 0 { return }
    let step = history[history.count - count]
    history.removeLast(count)
    state = step.state
    memory = step.memory
    text.removeSubrange(step.length...)
    isFinished = step.isFinished
    plan = step.plan
  }

  /// The tokens of a shortest completion, each the longest that fits.
  public func completionTokens() throws(MaskingError) -> [TokenID] {
    constraint.vocabulary.spelling(of: try completionText())
  }

  /// Bytes that a completion of the document needs; never fewer than its tokens.
  public func shortestBytes() throws(MaskingError) -> Int {
    try inspect { (automaton, state, end) throws(SchemaError) in Int(try automaton.cost(state, end: end)) }
  }

  /// Runs `body` with the automaton, the state, and where the next byte stands on its tape.
  func inspect<Result: Sendable>(
    _ body: (inout SchemaAutomaton, RecognizerState, Int) throws(SchemaError) -> sending Result
  ) throws(MaskingError) -> Result {
    let (state, tail) = (state, tail)
    return try shared.withState { (shared) throws(SchemaError) in
      return try body(&shared.automaton, state, tail.put(on: &shared.automaton.tape))
    }
  }

  /// The state behind these bytes, and what it remembers; nil when the document can't go on with them.
  ///
  /// - Parameter isPlanned: whether a completion is known that begins with the bytes.
  private func advanced(
    by bytes: ArraySlice<UInt8>, isPlanned: Bool = false
  ) throws(MaskingError) -> (state: RecognizerState, memory: TextMemory)? {
    let (state, tail) = (state, tail)
    return try shared.withState { (shared) throws(SchemaError) in
      var position = tail.put(on: &shared.automaton.tape)
      guard let next = try shared.automaton.step(state, over: bytes, at: position) else { return nil }
      position += bytes.count
      // Where masks leave it to a predicate how a text goes on, it is asked here.
      if !isPlanned, try !shared.automaton.canEndString(next, end: position) { return nil }
      return (next, shared.automaton.memory(of: next))
    }
  }

  /// The bytes that the automaton reads again.
  var tail: TextTail { TextTail(text: text, memory: memory) }
}

extension ConstraintState {
  /// The mask of a state, remembered where it depends on nothing else.
  mutating func mask(
    _ state: RecognizerState, _ tail: TextTail, _ vocabulary: MaskingVocabulary
  ) throws(SchemaError) -> TokenBitmask {
    if let known = masks[state] {
      MaskStatistics.countHit()
      return known
    }
    MaskStatistics.countMiss()
    if let (mask, isPure) = try assembled(state, tail, vocabulary) {
      if isPure { masks[state] = mask }
      return mask
    }
    let (mask, found) = try walked(state, tail, vocabulary, withCosts: false)
    if found.isPure { masks[state] = mask }
    return mask
  }

  /// At least the bytes that the most expensive allowed token leaves to write.
  mutating func costBound(
    _ state: RecognizerState, _ tail: TextTail, _ vocabulary: MaskingVocabulary
  ) throws(SchemaError) -> Int32 {
    if let known = costBounds[state] { return known }
    let end = tail.put(on: &automaton.tape)
    if let bound = try automaton.costBound(slices, &memo, from: state, tapeEnd: end) {
      costBounds[state] = bound
      return bound
    }
    let (mask, found) = try walked(state, tail, vocabulary, withCosts: true)
    if found.isPure {
      masks[state] = mask
      costBounds[state] = found.largestCost
    }
    return found.largestCost
  }

  /// The mask put together from the vocabulary's slices, and whether it depends on nothing but the state; nil where the
  /// slices have no answer.
  mutating func assembled(
    _ state: RecognizerState, _ tail: TextTail, _ vocabulary: MaskingVocabulary
  ) throws(SchemaError) -> (mask: TokenBitmask, isPure: Bool)? {
    var words = ContiguousArray<UInt32>()
    let end = tail.put(on: &automaton.tape)
    guard let isPure = try automaton.mask(slices, &memo, from: state, tapeEnd: end, into: &words) else {
      return nil
    }
    var mask = TokenBitmask(vocabularySize: vocabulary.size, words: words)
    try allowEnd(state, vocabulary, &mask)
    return (mask, isPure)
  }

  /// The mask found by trying every token, or those after which the document costs at most `limit` bytes.
  mutating func walked(
    _ state: RecognizerState, _ tail: TextTail, _ vocabulary: MaskingVocabulary, withCosts: Bool, limit: Int32 = .max
  ) throws(SchemaError) -> (mask: TokenBitmask, found: SchemaAutomaton.WalkResult) {
    var mask = TokenBitmask(vocabularySize: vocabulary.size)
    let end = tail.put(on: &automaton.tape)
    let found = try automaton.walk(
      vocabulary.trie, from: state, tapeEnd: end, into: &mask.words, withCosts: withCosts, limit: limit)
    mask.clearSpareBits()
    try allowEnd(state, vocabulary, &mask)
    return (mask, found)
  }

  private mutating func allowEnd(
    _ state: RecognizerState, _ vocabulary: MaskingVocabulary, _ mask: inout TokenBitmask
  ) throws(SchemaError) {
    guard try automaton.isAccepting(state) else { return }
    for token in vocabulary.endTokens { mask[token] = true }
  }
}
