/// Text to tokens and back, as a Hugging Face `tokenizer.json` defines it.
///
/// Reads byte-pair encodings: byte-level ones (GPT-2, Llama 3, Qwen2.5) and those with byte fallback (Llama 2,
/// Mistral, Phi-3). What a file asks for and this type does not carry out is an error when the file is read.
public struct Tokenizer: Sendable {
  public let vocabulary: Vocabulary
  let model: BytePairModel
  let modelVocabulary: ModelVocabulary
  let addedTokens: AddedTokens
  let normalizer: Normalizer?
  let preTokenizer: PreTokenizer?
  let postProcessor: PostProcessor?
  let decoder: Decoder

  /// The tokens of a text.
  ///
  /// Complexity: O(n log n) for a text of n bytes.
  /// - Parameters:
  ///   - addSpecialTokens: whether the file's template around a text, such as `<s>` before it, is carried out.
  ///   - parsesSpecialTokens: whether text such as `<|im_end|>` becomes that special token. Turn it off for text that
  ///     comes from someone who must not be able to end a turn.
  /// - Throws: `searchFailed` when a pattern of the file exceeds its search limits on this text.
  public func encode(
    _ text: String, addSpecialTokens: Bool = false, parsesSpecialTokens: Bool = true
  ) throws(TokenizerError) -> [TokenID] {
    var ids: [TokenID] = []
    var word = MergeWord()
    if addSpecialTokens, let postProcessor { ids += postProcessor.prefix }
    let bytes = Array(text.utf8)
    for part in addedTokens.raw.parts(of: bytes.span, findsSpecial: parsesSpecialTokens) {
      if let token = part.token {
        ids.append(token)
        continue
      }
      var normal = Array(bytes[part.range])
      if let normalizer { normal = try normalizer.apply(normal) }
      for inner in addedTokens.normalized.parts(of: normal.span, findsSpecial: parsesSpecialTokens) {
        if let token = inner.token {
          ids.append(token)
          continue
        }
        let startsText = part.range.lowerBound == 0 && inner.range.lowerBound == 0
        var pieces = Pieces(Array(normal[inner.range]), startsText: startsText)
        if let preTokenizer { pieces = try preTokenizer.apply(pieces) }
        for position in 0..<pieces.count {
          model.encode(pieces.bytes.span.extracting(pieces.range(position)), modelVocabulary, &word, into: &ids)
        }
      }
    }
    if addSpecialTokens, let postProcessor { ids += postProcessor.suffix }
    return ids
  }

  /// The text of tokens. Bytes that are not UTF-8 become U+FFFD; ids that no token has are left out.
  ///
  /// - Throws: `searchFailed` when a pattern of the file's decoder exceeds its search limits.
  public func decode(_ ids: [TokenID], skipSpecialTokens: Bool = true) throws(TokenizerError) -> String {
    var contents: [ArraySlice<UInt8>] = []
    contents.reserveCapacity(ids.count)
    for id in ids where id.index < vocabulary.count {
      switch vocabulary.kind(of: id) {
      case .unassigned: continue
      case .special where skipSpecialTokens: continue
      default: contents.append(addedTokens.spellings[id].map { $0[...] } ?? vocabulary.contents[id.index])
      }
    }
    return try decoder.decode(contents)
  }

  /// The bytes that tokens add to a generated text, one token's after the other's. Special tokens add none.
  public func decodeBytes(_ ids: [TokenID]) -> [UInt8] {
    var bytes: [UInt8] = []
    for id in ids where id.index < vocabulary.count { bytes += vocabulary.bytes(of: id) }
    return bytes
  }
}
