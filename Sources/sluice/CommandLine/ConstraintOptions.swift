import Masking
import Schema
import Tokenizer

/// Options about schemas and vocabularies that several commands share.
enum ConstraintOptions {
  static let drafts: [String: Draft] = [
    "4": .draft4, "6": .draft6, "7": .draft7, "2019-09": .draft2019, "2020-12": .draft2020,
  ]

  static let help = """
      --draft D            draft of schemas without $schema: 4, 6, 7, 2019-09, 2020-12 (default)
    """

  static func schemaOptions(_ arguments: Arguments) throws(UsageError) -> SchemaOptions {
    var options = SchemaOptions(formats: .assertion)
    if let draft = try arguments.choice("--draft", drafts) { options.defaultDraft = draft }
    return options
  }

  /// The vocabulary of a `tokenizer.json`, or one token a byte when there is none.
  static func vocabulary(
    tokenizer path: String?, size: Int? = nil, end: Int? = nil
  ) throws -> (vocabulary: MaskingVocabulary, tokenizer: Tokenizer?) {
    guard let path else {
      return (try MaskingVocabulary(.bytes, endTokens: [TokenID(256)]), nil)
    }
    let tokenizer = try Tokenizer(contentsOf: path)
    var ends = end.map { [TokenID($0)] } ?? []
    if end == nil {
      for name in ["<|im_end|>", "<|endoftext|>", "<|eot_id|>", "</s>"] {
        if let id = tokenizer.vocabulary.id(of: name) { ends.append(id) }
      }
    }
    guard !ends.isEmpty else {
      throw UsageError.invalidValue(
        option: "--tokenizer", given: path, expected: "a tokenizer with a known end token, or --eos beside it")
    }
    return (try MaskingVocabulary(tokenizer.vocabulary, size: size, endTokens: ends), tokenizer)
  }
}
