import Tokenizer

/// What comes before the arguments of a call, for one tool.
struct ToolHead: Sendable {
  /// The tool's place.
  let tool: Int
  /// To the first brace of the arguments.
  let tokens: [TokenID]
  /// Tokens that have to follow at least.
  let rest: Int

  /// Tokens of the whole call at least, without the first `written` ones.
  func cost(after written: Int) -> Int { tokens.count - written + rest }
}
