import Glibc
import JSON
import Masking
import Testing
import Tokenizer

@testable import Decoding

/// Calls in the tokens of a model that has learned to make them: Qwen2.5's tokenizer.
@Suite struct QwenToolTests {
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) is missing: set SLUICE_TEST_DATA to the folder with the shared test data" }
  }

  /// What takes its time to load.
  private struct Model: Sendable {
    let tokenizer: Tokenizer
    let vocabulary: MaskingVocabulary
    let format: ToolCallFormat

    init() throws {
      let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
      let data = unsafe getenv("SLUICE_TEST_DATA").map { unsafe String(cString: $0) } ?? root + "/../shared/data"
      let path = data + "/tokenizers/qwen2.5/tokenizer.json"
      guard unsafe access(path, R_OK) == 0 else { throw Missing(path: path) }
      tokenizer = try Tokenizer(contentsOf: path)
      vocabulary = try MaskingVocabulary(
        tokenizer.vocabulary, size: 151_936, endTokens: [TokenID(151_643), TokenID(151_645)])
      format = try ToolCallFormat(tokenizer, vocabulary, .qwen)
    }
  }

  private static let model = Result { try Model() }

  private let tokenizer: Tokenizer
  private let vocabulary: MaskingVocabulary
  private let format: ToolCallFormat
  private let text: TokenBitmask

  init() throws {
    let model = try Self.model.get()
    (tokenizer, vocabulary, format) = (model.tokenizer, model.vocabulary, model.format)
    var text = TokenBitmask(vocabularySize: vocabulary.size)
    for index in 0..<tokenizer.vocabulary.count {
      text[TokenID(index)] = !tokenizer.vocabulary.isSpecial(TokenID(index))
    }
    self.text = text
  }

  private func guide(_ lead: ToolConstraint.Lead, _ format: ToolCallFormat) throws -> ToolGuide {
    let tools = try ToolGuideTests.schemas.prefix(2).map { tool in
      try #require(
        try CallableTool(
          name: tool.name, arguments: try DocumentConstraint(schema: tool.schema, vocabulary: vocabulary)))
    }
    return try ToolGuide(
      ToolConstraint(tools: tools, lead: lead, allowsSeveral: true), format, vocabulary,
      lead: LeadText(tokenizer.vocabulary, marker: format.form.marker, mask: text, stop: []), budget: 400)
  }

  /// The tokens that the model would write are allowed, where a token is both the end of something fixed and the start
  /// of arguments, or the other way round, as everywhere else.
  @Test(arguments: [
    #"{"city":"Paris","days":3}"#, #"{"city":"Paris"}"#, #"{"city":"a } b"}"#,
  ])
  func canonicalTokensAreAllowed(arguments: String) throws {
    let call = "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": \(arguments)}\n</tool_call>"
    let empty = "<tool_call>\n{\"name\": \"get\", \"arguments\": {}}\n</tool_call>"
    for (lead, before) in [(ToolConstraint.Lead.nothing, ""), (.text, "Let me see.\n")] {
      var guide = try guide(lead, format)
      let tokens = try tokenizer.encode(before + call + "\n" + empty + "\n" + call)
      for (place, token) in tokens.enumerated() {
        switch try guide.step(remaining: 400 - place) {
        case .ended: Issue.record("ended before \(tokenizer.vocabulary.content(of: token))")
        case .forced(let only): #expect(only == token, "token \(place)")
        case .sampled(let mask):
          #expect(mask[token], "token \(place), \(tokenizer.vocabulary.content(of: token)), is not allowed")
        }
        _ = try #require(try guide.take(token))
      }
      #expect(try guide.checkedCalls().map(\.arguments) == [arguments, "{}", arguments])
      #expect(try guide.checkedText() == before.dropLast())
    }
  }

  /// The same in Llama 3.1's form, which has no token of its own and one call an answer.
  @Test(arguments: [
    #"{"city":"Paris","days":3}"#, #"{"city":"Paris"}"#, #"{"city":"a } b"}"#,
  ])
  func llamaCallsAreAllowed(arguments: String) throws {
    let format = try ToolCallFormat(tokenizer, vocabulary, .llama)
    for (lead, before) in [(ToolConstraint.Lead.nothing, ""), (.text, "Let me see.\n")] {
      var guide = try guide(lead, format)
      let call = "{\"name\": \"get_weather\", \"parameters\": \(arguments)}"
      let tokens = try tokenizer.encode(before) + tokenizer.encode(call)
      for (place, token) in tokens.enumerated() {
        switch try guide.step(remaining: 400 - place) {
        case .ended: Issue.record("ended before \(tokenizer.vocabulary.content(of: token))")
        case .forced(let only): #expect(only == token, "token \(place)")
        case .sampled(let mask):
          #expect(mask[token], "token \(place), \(tokenizer.vocabulary.content(of: token)), is not allowed")
        }
        _ = try #require(try guide.take(token))
      }
      guard case .ended(.calls) = try guide.step(remaining: 100) else {
        Issue.record("goes on behind a call")
        return
      }
      #expect(try guide.checkedCalls().map(\.arguments) == [arguments])
      #expect(try guide.checkedText() == before.dropLast())
    }
  }
}
