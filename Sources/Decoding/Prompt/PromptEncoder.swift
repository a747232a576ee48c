import JSON
import Tokenizer

/// Turns conversations into tokens so that no message can leave its place: text such as `<|im_end|>` in a message is
/// encoded as the letters that it is, and special tokens come from the template alone. The same holds for tools and for
/// calls in messages. The tokens are otherwise those of the rendered conversation.
///
/// A schema is shown to the model at the end of the system message, after the line `Answer with JSON for this schema:`,
/// on one line without whitespace between its parts, and an empty line before all that when there is other system text.
/// This is the form in which the bundled model was trained; others understand it as well.
struct PromptEncoder: Sendable {
  private static let instruction = "Answer with JSON for this schema:\n"

  private let tokenizer: Tokenizer
  let template: ChatTemplate
  /// The template's special tokens, by their spelling.
  private let specials: [String: TokenID]
  /// What lies between special tokens mostly comes again: the system message, with its schema, and the template's words.
  private let known = EncodedTexts()

  /// - Throws: `EngineError.missingChatToken` when the template's special tokens are not the tokenizer's.
  init(_ tokenizer: Tokenizer, template: ChatTemplate) throws(EngineError) {
    self.tokenizer = tokenizer
    self.template = template
    var specials: [String: TokenID] = [:]
    for spelling in template.specialTokens {
      guard let id = tokenizer.vocabulary.id(of: spelling), tokenizer.vocabulary.isSpecial(id) else {
        throw .missingChatToken(spelling)
      }
      specials[spelling] = id
    }
    self.specials = specials
  }

  /// - Parameter tools: as in `ChatTemplate.parts`.
  /// - Throws: `TokenizerError.searchFailed`.
  func encode(
    _ messages: [ChatMessage], schema: JSONValue? = nil, tools: [JSONValue] = []
  ) throws(TokenizerError) -> [TokenID] {
    var messages = messages
    if let schema { Self.show(schema, in: &messages) }
    var tokens: [TokenID] = []
    var run = ""
    for part in template.parts(messages, tools: tools, addGenerationPrompt: true) {
      switch part {
      case .text(let text): run += text
      case .special(let spelling):
        tokens += try encode(&run)
        tokens.append(specials[spelling]!)
      }
    }
    return try tokens + encode(&run)
  }

  private func encode(_ run: inout String) throws(TokenizerError) -> [TokenID] {
    defer { run = "" }
    if let tokens = known[run] { return tokens }
    let tokens = try tokenizer.encode(run, parsesSpecialTokens: false)
    known.keep(tokens, for: run)
    return tokens
  }

  private static func show(_ schema: JSONValue, in messages: inout [ChatMessage]) {
    let text = instruction + JSONWriter.write(schema)
    if messages.first?.role == .system {
      let own = messages[0].content
      messages[0].content = own.isEmpty ? text : own + "\n\n" + text
    } else {
      messages.insert(ChatMessage(role: .system, content: text), at: 0)
    }
  }
}
