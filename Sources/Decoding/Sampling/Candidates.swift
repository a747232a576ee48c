import Masking
import Tokenizer

/// The tokens that a mask allows, in the order of their ids, each with a value: its logit and later its weight. No
/// other logit is read, so what comes after the mask cannot depend on what the mask forbids.
struct Candidates: Sendable {
  private(set) var count = 0
  /// Token ids in the first `count` places, ascending.
  private var tokens: [Int32] = []
  /// Values in the first `count` places; what follows is left from earlier steps.
  var values: [Float] = []

  /// Takes the allowed tokens of a step. Bit i % 32 of word i / 32 allows token i; a logit that is NaN counts as
  /// -infinity.
  mutating func fill(_ logits: borrowing Span<Float>, allowed: borrowing Span<UInt32>) {
    if values.count < logits.count {
      tokens = [Int32](repeating: 0, count: logits.count)
      values = [Float](repeating: 0, count: logits.count)
    }
    count = Self.place(logits, allowed, &tokens, &values)
  }

  private static func place(
    _ logits: borrowing Span<Float>, _ allowed: borrowing Span<UInt32>, _ tokens: inout [Int32], _ values: inout [Float]
  ) -> Int {
    var count = 0
    var tokens = tokens.mutableSpan
    var values = values.mutableSpan
    for index in 0..<min(allowed.count, (logits.count + 31) / 32) {
      var word = allowed[index]
      let rest = logits.count - index * 32
      if rest < 32 { word &= (1 << UInt32(rest)) - 1 }
      while word != 0 {
        let token = index * 32 + word.trailingZeroBitCount
        word &= word - 1
        let logit = logits[token]
        tokens[count] = Int32(truncatingIfNeeded: token)
        values[count] = logit == logit ? logit : -.infinity
        count += 1
      }
    }
    return count
  }

  /// The token at a place.
  func token(at place: Int) -> Int { Int(tokens[place]) }

  /// The place of a token, nil when it is not allowed.
  func place(of token: Int) -> Int? {
    var range = 0..<count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let found = Int(tokens[middle])
      if found == token { return middle }
      range = found < token ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// The largest value and its first place. There must be a candidate, and no value may be NaN.
  var largest: (place: Int, value: Float) {
    var best = 0
    var maximum = values[0]
    for place in 1..<count where values[place] > maximum {
      maximum = values[place]
      best = place
    }
    return (best, maximum)
  }

  /// The token with the largest logit among those that the mask allows, of which there must be one.
  static func likeliest(_ logits: borrowing Span<Float>, allowed: TokenBitmask) -> TokenID {
    var candidates = Candidates()
    candidates.fill(logits, allowed: allowed.words.span)
    return TokenID(candidates.token(at: candidates.largest.place))
  }

  /// Replaces logits by weights within 0...1: e^((logit - maximum) * inverse temperature). The weight of the largest
  /// logit is 1, so a weight is the probability as a share of the largest. Beside +infinity, finite logits weigh nothing.
  mutating func weigh(maximum: Float, inverseTemperature inverse: Float) {
    if maximum == .infinity {
      for place in 0..<count { values[place] = values[place] == .infinity ? 1 : 0 }
    } else {
      for place in 0..<count { values[place] = Exponential.of((values[place] - maximum) * inverse) }
    }
  }
}
