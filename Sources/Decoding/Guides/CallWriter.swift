import Masking
import Tokenizer

/// One call under way, from its first token to its last: the name is that of a tool, the arguments are valid for the
/// tool's schema, and all of it fits into the budget.
struct CallWriter: Sendable {
  private enum Stage {
    /// What comes before the arguments is being written: the tools that it may still be, and tokens written of it.
    case head([ToolHead], written: Int)
    case arguments(tool: Int, Matcher)
    /// What comes behind them.
    case tail([TokenID])
  }

  /// The call's number in its text.
  private let index: Int
  private let tools: [CallableTool]
  private let format: ToolCallFormat
  private let vocabulary: MaskingVocabulary
  private var stage: Stage
  private var decoder: StreamDecoder
  /// The bytes of the arguments, and how many of them the decoder has been given.
  private var written: [UInt8] = []
  private var decoded = 0
  private var isNamed = false
  /// The call, when its arguments are whole.
  private(set) var call: GeneratedCall?

  init(
    _ index: Int, of tools: [CallableTool], _ format: ToolCallFormat, _ vocabulary: MaskingVocabulary,
    heads: [ToolHead]
  ) {
    self.index = index
    self.tools = tools
    self.format = format
    self.vocabulary = vocabulary
    stage = .head(heads, written: 0)
    decoder = StreamDecoder(vocabulary.vocabulary)
  }

  /// Whether nothing is left to write.
  var isWhole: Bool { if case .tail(let rest) = stage { rest.isEmpty } else { false } }

  /// The tokens that may come next; none when the budget has no room for what is left.
  ///
  /// - Parameter remaining: tokens that the budget has left.
  mutating func mask(remaining: Int) throws(MaskingError) -> TokenBitmask {
    var mask = TokenBitmask(vocabularySize: vocabulary.size)
    switch stage {
    case .head(let heads, let written):
      for head in heads where head.cost(after: written) <= remaining {
        mask[head.tokens[written]] = true
        for token in try crossings(head, written, remaining) { mask[token] = true }
      }
    case .arguments(let tool, var matcher):
      let left = remaining - format.tailCount
      if left > 0 { mask = try matcher.mask(remaining: left) }
      for token in try closings(matcher, remaining) { mask[token] = true }
      // It may have made a plan.
      stage = .arguments(tool: tool, matcher)
    case .tail(let rest): mask[rest[0]] = remaining >= rest.count
    }
    return mask
  }

  /// Takes a token that the mask allows.
  mutating func take(_ token: TokenID) throws(MaskingError) -> [OutputPiece] {
    switch stage {
    case .head(let heads, let written): try take(token, heads, written)
    case .arguments(let tool, let matcher):
      var next = matcher
      do throws(MaskingError) {
        // Unlike bytes, a token keeps the matcher on its plan.
        try next.accept(token)
        try continueArguments(tool, next, 0)
      } catch {
        guard case .tokenRejected = error,
          let (next, excess) = try advanced(matcher, by: vocabulary.bytes(of: token))
        else { throw error }
        try continueArguments(tool, next, excess)
      }
    case .tail(let rest):
      guard rest.first == token else { throw .tokenRejected(token) }
      stage = .tail(Array(rest.dropFirst()))
    }
    return pieces()
  }

  /// The same; nil when the token leads nowhere.
  mutating func takeIfAllowed(_ token: TokenID) throws(GenerationError) -> [OutputPiece]? {
    do throws(MaskingError) {
      return try take(token)
    } catch .tokenRejected {
      return nil
    } catch {
      throw GenerationError(error)
    }
  }

  private mutating func take(_ token: TokenID, _ heads: [ToolHead], _ written: Int) throws(MaskingError) {
    let left = heads.filter { $0.tokens[written] == token }
    if left.isEmpty {
      for head in heads where head.tokens.count == written + 1 {
        let bytes = vocabulary.bytes(of: token)
        let last = vocabulary.bytes(of: head.tokens[written])
        guard bytes.starts(with: last),
          let (next, excess) = try advanced(tools[head.tool].opened, by: bytes.dropFirst(last.count))
        else { continue }
        return try continueArguments(head.tool, next, excess)
      }
      throw .tokenRejected(token)
    }
    // The heads of two tools differ before either ends, for a quote ends the name.
    if left.count == 1, left[0].tokens.count == written + 1 {
      try continueArguments(left[0].tool, tools[left[0].tool].opened, 0)
    } else {
      stage = .head(left, written: written + 1)
    }
  }

  /// - Parameter excess: bytes that have been written of what comes behind the arguments.
  private mutating func continueArguments(_ tool: Int, _ matcher: Matcher, _ excess: Int) throws(MaskingError) {
    written = matcher.text
    stage = .arguments(tool: tool, matcher)
    // Nothing but the end can follow a whole object.
    if try matcher.isAccepting {
      call = GeneratedCall(tool: tool, arguments: String(decoding: written, as: UTF8.self))
      stage = .tail(format.tail(after: excess))
    }
  }

  /// What has become certain and was not told.
  private mutating func pieces() -> [OutputPiece] {
    var pieces: [OutputPiece] = []
    if !isNamed, let tool {
      isNamed = true
      pieces.append(.call(index, tool: tool))
    }
    let text = decoder.append(bytes: written[decoded...])
    decoded = written.count
    if !text.isEmpty { pieces.append(.arguments(call: index, text)) }
    return pieces
  }

  /// The tool that is called, once it can be no other.
  private var tool: Int? {
    switch stage {
    case .head(let heads, _): heads.count == 1 ? heads[0].tool : nil
    case .arguments(let tool, _): tool
    case .tail: call?.tool
    }
  }

  /// Tokens that end what comes before the arguments and go on in them.
  private func crossings(_ head: ToolHead, _ written: Int, _ remaining: Int) throws(MaskingError) -> [TokenID] {
    guard head.tokens.count == written + 1 else { return [] }
    var tokens: [TokenID] = []
    for token in format.extensions(of: vocabulary.bytes(of: head.tokens[written])) {
      let bytes = vocabulary.bytes(of: token.token).dropFirst(token.shared)
      guard let (next, excess) = try advanced(tools[head.tool].opened, by: bytes) else { continue }
      if try cost(next, excess) < remaining { tokens.append(token.token) }
    }
    return tokens
  }

  /// Tokens that end the arguments and go on behind them.
  private func closings(_ matcher: Matcher, _ remaining: Int) throws(MaskingError) -> [TokenID] {
    let shortest = try matcher.shortestBytes()
    var tokens: [TokenID] = []
    for closers in format.closers where closers.end.count >= shortest {
      var next = matcher
      guard try next.accept(bytes: closers.end) == closers.end.count, try next.isAccepting else { continue }
      for (token, excess) in closers.tokens where format.tail(after: excess).count < remaining { tokens.append(token) }
    }
    return tokens
  }

  /// At most the tokens that are left to write.
  private func cost(_ matcher: Matcher, _ excess: Int) throws(MaskingError) -> Int {
    try matcher.isAccepting ? format.tail(after: excess).count : matcher.shortestBytes() + format.tailCount
  }

  /// The matcher behind the bytes, of which the last ones may belong to what comes behind the arguments; nil when the
  /// call can't go on so.
  private func advanced(
    _ matcher: Matcher, by bytes: ArraySlice<UInt8>
  ) throws(MaskingError) -> (matcher: Matcher, excess: Int)? {
    var next = matcher
    let taken = try next.accept(bytes: bytes)
    let excess = bytes.count - taken
    if excess == 0 { return (next, 0) }
    guard try next.isAccepting, format.tailStarts(with: bytes.suffix(excess)) else { return nil }
    return (next, excess)
  }
}
