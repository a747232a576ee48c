import JSON
import Tokenizer

/// Turns conversations into tokens so that no message can leave its place: text such as `<|im_end|>` in a message is
/// encoded as the letters that it is, and special tokens come from the template alone. The tokens are otherwise the
/// same as those of the rendered conversation.
///
/// A schema is shown to the model at the end of the system message, after the line `Answer with JSON for this schema:`,
/// on one line without whitespace between its parts, and an empty line before all that when there is other system text.
/// This is the form in which the bundled model was trained; others understand it as well.
///
/// Calls in messages are written as they are: they must come from the model and not from a client.
struct PromptEncoder: Sendable {
  private static let instruction = "Answer with JSON for this schema:\n"
  /// Stands for the content of each message while the template is written; for private use, and in no template.
  private static let placeholder = "\u{F0000}"

  private let tokenizer: Tokenizer
  private let template: ChatTemplate
  /// Spellings of special tokens, longest first.
  private let specials: [(spelling: [UInt8], token: TokenID)]

  /// - Throws: `EngineError.missingChatToken` when the template's special tokens are not the tokenizer's.
  init(_ tokenizer: Tokenizer, template: ChatTemplate) throws(EngineError) {
    self.tokenizer = tokenizer
    self.template = template
    let vocabulary = tokenizer.vocabulary
    for token in ["<|im_start|>", "<|im_end|>"] {
      guard let id = vocabulary.id(of: token), vocabulary.isSpecial(id) else { throw .missingChatToken(token) }
    }
    specials = (0..<vocabulary.count).map { TokenID($0) }.filter { vocabulary.isSpecial($0) }
      .map { (Array(vocabulary.content(of: $0).utf8), $0) }
      .filter { !$0.spelling.isEmpty }
      .sorted { $0.spelling.count > $1.spelling.count }
  }

  /// - Throws: `TokenizerError.searchFailed`.
  func encode(_ messages: [ChatMessage], schema: JSONValue?) throws(TokenizerError) -> [TokenID] {
    var messages = messages
    if let schema { Self.show(schema, in: &messages) }
    var shapes = messages
    var contents: [String] = []
    for position in shapes.indices where !shapes[position].content.isEmpty {
      contents.append(shapes[position].content)
      shapes[position].content = Self.placeholder
    }
    var unused = contents[...]
    let rendered = Array(template.render(shapes, addGenerationPrompt: true).utf8)
    var tokens: [TokenID] = []
    var run: [UInt8] = []
    var place = 0
    while place < rendered.count {
      let rest = rendered[place...]
      if let special = specials.first(where: { rest.starts(with: $0.spelling) }) {
        try encode(&run, into: &tokens)
        tokens.append(special.token)
        place += special.spelling.count
      } else if rest.starts(with: Self.placeholder.utf8) {
        // The template writes each content once, in the order of the messages.
        run += unused.removeFirst().utf8
        place += Self.placeholder.utf8.count
      } else {
        run.append(rendered[place])
        place += 1
      }
    }
    try encode(&run, into: &tokens)
    return tokens
  }

  private func encode(_ run: inout [UInt8], into tokens: inout [TokenID]) throws(TokenizerError) {
    guard !run.isEmpty else { return }
    tokens += try tokenizer.encode(String(decoding: run, as: UTF8.self), parsesSpecialTokens: false)
    run.removeAll(keepingCapacity: true)
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
