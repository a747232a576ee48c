import Masking
import Tokenizer

/// A text that may become a document, or a call: whichever the model chooses by what it writes. Llama's calls are objects,
/// and begin as documents do.
struct DocumentOrCall: Sendable {
  /// Nil once the text is a call.
  private(set) var document: DocumentGuide?
  /// Nil once the text is no call.
  private(set) var call: CallWriter?
  /// The masks of the last step.
  private var (documents, calls): (TokenBitmask, TokenBitmask)
  /// Of either, until the other one can't be meant any more.
  private var (heldText, heldCall): ([OutputPiece], [OutputPiece]) = ([], [])

  init(_ document: DocumentGuide, _ call: CallWriter, _ vocabulary: MaskingVocabulary) {
    let empty = TokenBitmask(vocabularySize: vocabulary.size)
    (documents, calls) = (empty, empty)
    self.document = document
    self.call = call
  }

  /// While both can be meant: the tokens of both. A call that the budget has no room for is not meant.
  mutating func step(remaining: Int) throws(GenerationError) -> GuideStep {
    do throws(MaskingError) {
      calls = try call!.mask(remaining: remaining)
    } catch {
      throw GenerationError(error)
    }
    switch try document!.step(remaining: remaining) {
    case .ended(let reason): return .ended(reason)
    case .forced(let only): documents = document!.mask(of: only)
    case .sampled(let mask): documents = mask
    }
    var both = documents
    for token in calls.allowedTokens { both[token] = true }
    return both.onlyToken.map { .forced($0) } ?? .sampled(both)
  }

  /// - Returns: what is certain now, none as long as both can be meant; nil, and nothing is taken, when the token leads
  ///   nowhere.
  mutating func take(_ token: TokenID) throws(GenerationError) -> [OutputPiece]? {
    var (document, call) = (document!, call!)
    let text = documents[token] ? try document.take(token) : nil
    let arguments = calls[token] ? try call.takeIfAllowed(token) : nil
    if text == nil, arguments == nil { return nil }
    heldText += text ?? []
    heldCall += arguments ?? []
    // A whole call is one, whatever else it might be.
    let isCall = arguments != nil && (text == nil || call.isWhole)
    self.document = isCall ? nil : document
    self.call = arguments == nil ? nil : call
    return isCall ? heldCall : arguments == nil ? heldText : []
  }

  /// The document, when it has ended while a call was still possible.
  mutating func finish() -> [OutputPiece] { heldText + document!.finish() }
}
