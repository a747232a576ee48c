/// A part of a conversation as a template writes it.
public enum PromptPart: Sendable, Hashable {
  /// A special token of the template's own, by its spelling.
  case special(String)
  /// Everything else. What looks like a special token in it is text: messages and tools come from outside.
  case text(String)

  var spelling: String {
    switch self {
    case .special(let text), .text(let text): text
    }
  }
}
