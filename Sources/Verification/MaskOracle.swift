package import Masking
package import Schema
import Tokenizer

/// The mask of a state by definition: every token is tried, byte by byte.
///
/// It has an automaton of its own and no trie, no mask cache and no remembered step of the masks that it judges.
package struct MaskOracle: ~Copyable {
  private var automaton: SchemaAutomaton
  private let vocabulary: MaskingVocabulary

  /// - Throws: `SchemaError` as `SchemaAutomaton` does.
  package init(
    _ document: SchemaDocument, vocabulary: MaskingVocabulary, options: RecognizerOptions
  ) throws(SchemaError) {
    automaton = try SchemaAutomaton(document, options: options)
    self.vocabulary = vocabulary
  }

  /// The tokens that may follow `text`, which must be the start of a document.
  ///
  /// - Parameter remaining: tokens that are left, this one included; tokens after which the document needs more bytes
  ///   than the rest are left out. Nil: no budget.
  package mutating func mask(after text: [UInt8], remaining: Int? = nil) throws(SchemaError) -> TokenBitmask {
    var mask = TokenBitmask(vocabularySize: vocabulary.size)
    automaton.tape.reset()
    var state = automaton.start
    for (position, byte) in text.enumerated() {
      guard let next = try automaton.step(state, byte, at: position) else {
        preconditionFailure("byte \(position) of what the masks let through is refused by the automaton")
      }
      state = next
    }
    let ends = Set(vocabulary.endTokens)
    if try automaton.isAccepting(state) {
      for token in ends { mask[token] = true }
    }
    for index in 0..<vocabulary.size where !ends.contains(TokenID(index)) {
      let token = TokenID(index)
      // Special tokens have no bytes, and rows past the tokenizer's ids have no token.
      let bytes = vocabulary.bytes(of: token)
      if bytes.isEmpty { continue }
      guard let next = try advance(from: state, by: bytes, at: text.count) else { continue }
      if let remaining, try automaton.cost(next, end: text.count + bytes.count) > Int32(clamping: remaining - 1) {
        continue
      }
      mask[token] = true
    }
    return mask
  }

  private mutating func advance(
    from start: RecognizerState, by bytes: ArraySlice<UInt8>, at position: Int
  ) throws(SchemaError) -> RecognizerState? {
    var state = start
    for (offset, byte) in bytes.enumerated() {
      guard let next = try automaton.step(state, byte, at: position + offset) else { return nil }
      state = next
    }
    return state
  }
}
