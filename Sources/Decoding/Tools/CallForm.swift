import Tokenizer

/// What is fixed in a call, as a family of models writes it.
struct CallForm: Sendable, Hashable {
  /// With it a call starts; free text never has it. Its first byte does not come again in it.
  let marker: [UInt8]
  let beforeName: String
  /// To the first brace of the arguments, which are always an object.
  let afterName: String
  /// What comes behind the arguments; not empty.
  let tail: String
  /// Whether a call may follow another.
  let allowsSeveral: Bool

  /// Qwen2.5's and Qwen3's form, which their chat templates teach:
  ///
  ///     <tool_call>
  ///     {"name": "f", "arguments": {…}}
  ///     </tool_call>
  static let qwen = CallForm(
    marker: Array("<tool_call>".utf8), beforeName: "\n{\"name\": \"", afterName: "\", \"arguments\": {",
    tail: "}\n</tool_call>", allowsSeveral: true)

  /// Llama 3.1's form, one call an answer:
  ///
  ///     {"name": "f", "parameters": {…}}
  static let llama = CallForm(
    marker: Array("{\"name\": \"".utf8), beforeName: "", afterName: "\", \"parameters\": {", tail: "}",
    allowsSeveral: false)

  init(_ template: ChatTemplate) {
    switch template {
    case .qwen2, .qwen2_5, .qwen3: self = .qwen
    case .llama3, .llama3_1: self = .llama
    }
  }

  private init(marker: [UInt8], beforeName: String, afterName: String, tail: String, allowsSeveral: Bool) {
    self.marker = marker
    self.beforeName = beforeName
    self.afterName = afterName
    self.tail = tail
    self.allowsSeveral = allowsSeveral
  }
}
