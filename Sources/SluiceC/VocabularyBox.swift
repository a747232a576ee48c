import CSluice
import Masking
import Tokenizer

/// A vocabulary that C holds.
final class VocabularyBox: Sendable {
  let vocabulary: MaskingVocabulary
  /// What was compiled for it last.
  let store: ConstraintStore

  /// - Parameter rows: 0 for as many as there are tokens.
  init(_ tokens: Vocabulary, rows: Int, endTokens: [TokenID]) throws(Failure) {
    guard rows >= 0 else { throw .argument("the number of rows is out of range") }
    guard !endTokens.isEmpty else { throw .argument("there must be an end token") }
    do throws(MaskingError) {
      vocabulary = try MaskingVocabulary(tokens, size: rows, endTokens: endTokens)
    } catch {
      throw Failure(error)
    }
    store = ConstraintStore(vocabulary)
  }

  /// Words of a mask.
  var words: Int { (vocabulary.size + 31) / 32 }
}
