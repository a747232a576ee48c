/// What a token id stands for.
public enum TokenKind: UInt8, Sendable {
  /// A token of the model's own vocabulary.
  case ordinary
  /// A token added beside the vocabulary that is text like any other, such as Qwen2.5's `<tool_call>`.
  case added
  /// A control token such as `<|im_end|>`: it is never text.
  case special
  /// The id lies in the vocabulary's range but no token has it.
  case unassigned
}
