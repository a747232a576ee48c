package import Masking
package import Tokenizer

/// Tokens that spell a text byte for byte.
package enum Spelling {
  /// The tokenizer's tokens, or, where it normalises the text and they would spell another, the longest tokens that fit
  /// one after the other.
  ///
  /// - Throws: as `Tokenizer.encode`.
  package static func tokens(
    of text: String, _ tokenizer: Tokenizer, _ vocabulary: MaskingVocabulary
  ) throws(TokenizerError) -> [TokenID] {
    let tokens = try tokenizer.encode(text, parsesSpecialTokens: false)
    let bytes = Array(text.utf8)
    return tokenizer.decodeBytes(tokens) == bytes ? tokens : vocabulary.spelling(of: bytes)
  }
}
