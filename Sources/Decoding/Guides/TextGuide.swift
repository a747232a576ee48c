import Masking
import Tokenizer

/// Lets the model write freely until it ends the text, a stop sequence comes, or the budget is used up.
struct TextGuide: OutputGuide {
  private let mask: TokenBitmask
  private var decoder: StreamDecoder
  private var stops: StopScanner
  private var text = ""

  init(_ vocabulary: Vocabulary, mask: TokenBitmask, stop: [String]) {
    self.mask = mask
    decoder = StreamDecoder(vocabulary)
    stops = StopScanner(stop)
  }

  mutating func step(remaining: Int) -> GuideStep {
    if stops.isFound { return .ended(.stop) }
    return remaining == 0 ? .ended(.length) : .sampled(mask)
  }

  mutating func take(_ token: TokenID) -> [OutputPiece]? {
    let piece = stops.append(decoder.append(token))
    text += piece
    return OutputPiece.pieces(of: piece)
  }

  mutating func finish() -> [OutputPiece] {
    let last = stops.append(decoder.finish()) + stops.finish()
    text += last
    return OutputPiece.pieces(of: last)
  }

  func checkedText() -> String { text }
}
