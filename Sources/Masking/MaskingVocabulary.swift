package import Automata
import Synchronization
public import Tokenizer

/// A vocabulary prepared for masking; build it once and share it.
public final class MaskingVocabulary: Sendable {
  /// Width of the masks: the model's rows of logits, at least the tokenizer's ids.
  public let size: Int
  /// Tokens that end the text; allowed where the document is complete.
  public let endTokens: [TokenID]
  package let trie: TokenTrie
  package let vocabulary: Vocabulary
  private let slices = SliceTable()
  private let knownFingerprint = Mutex<[UInt64]?>(nil)

  /// The bytes that a token adds to the text.
  public func bytes(of token: TokenID) -> ArraySlice<UInt8> {
    token.index < vocabulary.count ? vocabulary.bytes(of: token) : []
  }

  /// - Parameters:
  ///   - size: the model's rows of logits; rows without a token are never allowed. Defaults to the tokenizer's ids.
  ///   - endTokens: such as `<|im_end|>`. They must lie within the size.
  /// - Throws: `MaskingError.vocabularyTooLarge`, `endTokenOutOfRange`, `unspellableBytes` when a byte that JSON needs
  ///   is in no token of one byte, so that some documents could not be finished.
  public init(_ vocabulary: Vocabulary, size: Int? = nil, endTokens: [TokenID]) throws(MaskingError) {
    let size = max(size ?? 0, vocabulary.count)
    guard size <= TokenTrie.maximumVocabularySize else {
      throw .vocabularyTooLarge(size, limit: TokenTrie.maximumVocabularySize)
    }
    for token in endTokens where token.index >= size { throw .endTokenOutOfRange(token, size: size) }
    self.size = size
    self.endTokens = endTokens
    self.vocabulary = vocabulary
    trie = TokenTrie(Self.texts(vocabulary, endTokens), vocabularySize: size)
    // Strings are closed byte by byte when the budget ends, so every byte that JSON text can hold must be spellable.
    let missing = trie.missingBytes.filter { (0x20...0xF4).contains($0) && ![0xC0, 0xC1].contains($0) }
    if !missing.isEmpty { throw .unspellableBytes(missing) }
  }

  /// What tells this vocabulary from others: the tokens that may be text, its size and its end tokens.
  var fingerprint: [UInt64] {
    knownFingerprint.withLock { known in
      if let known { return known }
      var fingerprint = Fingerprint()
      fingerprint.add(UInt64(size))
      for token in endTokens { fingerprint.add(UInt64(token.rawValue)) }
      for (id, bytes) in Self.texts(vocabulary, endTokens) {
        fingerprint.add(UInt64(id))
        fingerprint.add(bytes)
      }
      known = fingerprint.words
      return fingerprint.words
    }
  }

  /// The tokens that spell a text of JSON, each the longest that fits.
  package func spelling(of text: [UInt8]) -> [TokenID] {
    guard let tokens = trie.spelling(of: text) else {
      preconditionFailure("the vocabulary spells every byte of a document")
    }
    return tokens.map { TokenID(rawValue: $0) }
  }

  /// The vocabulary sorted for texts that are written so; computed when first asked for, and kept.
  package func slices(
    _ escapes: StringAutomaton.Escapes, isBlankFree: Bool
  ) -> VocabularySlices {
    slices.value(escapes, isBlankFree: isBlankFree) {
      do throws(AutomatonError) {
        return try VocabularySlices(
          Self.texts(vocabulary, endTokens), vocabularySize: size, escapes: escapes, isBlankFree: isBlankFree)
      } catch {
        preconditionFailure("a string without a schema has no question to search for: \(error)")
      }
    }
  }

  /// The tokens that may be text.
  private static func texts(
    _ vocabulary: Vocabulary, _ endTokens: [TokenID]
  ) -> some Sequence<(id: UInt32, bytes: ArraySlice<UInt8>)> {
    let ends = Set(endTokens)
    return (0..<vocabulary.count).lazy.compactMap { index in
      let token = TokenID(index)
      guard vocabulary.kind(of: token) == .ordinary || vocabulary.kind(of: token) == .added, !ends.contains(token)
      else { return nil }
      return (token.rawValue, vocabulary.bytes(of: token))
    }
  }
}
