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
    precondition(tokens.count >= logits.count && values.count >= logits.count)
    for index in 0..<min(allowed.count, (logits.count + 31) / 32) {
      var word = allowed[index]
      let rest = logits.count - index * 32
      if rest < 32 { word &= (1 << UInt32(rest)) - 1 }
      // Places are never more than the tokens before, and words have no bits past the logits.
      let first = index * 32
      if word == .max {
        for token in first..<first + 32 {
          unsafe put(token, logits[unchecked: token], at: count, &tokens, &values)
          count &+= 1
        }
      } else if word.nonzeroBitCount >= denseBits, rest >= 32 {
        // Without a branch for each: what is not allowed is written over.
        for token in first..<first + 32 {
          unsafe put(token, logits[unchecked: token], at: count, &tokens, &values)
          count &+= Int(word & 1)
          word &>>= 1
        }
      } else {
        while word != 0 {
          let token = first &+ word.trailingZeroBitCount
          word &= word &- 1
          unsafe put(token, logits[unchecked: token], at: count, &tokens, &values)
          count &+= 1
        }
      }
    }
    return count
  }

  /// Of a word's bits, from which on a look at each is worth it.
  private static let denseBits = 12

  @unsafe @inline(__always) private static func put(
    _ token: Int, _ logit: Float, at place: Int, _ tokens: inout MutableSpan<Int32>, _ values: inout MutableSpan<Float>
  ) {
    unsafe tokens[unchecked: place] = Int32(truncatingIfNeeded: token)
    unsafe values[unchecked: place] = logit == logit ? logit : -.infinity
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
    var maxima = SIMD16<Float>(repeating: -.infinity)
    let whole = count - count % 16
    for place in stride(from: 0, to: whole, by: 16) {
      let values = sixteen(from: place)
      maxima.replace(with: values, where: values .> maxima)
    }
    var maximum = maxima.max()
    for place in whole..<count where values[place] > maximum { maximum = values[place] }
    for place in stride(from: 0, to: whole, by: 16) where any(sixteen(from: place) .== maximum) {
      return (values[place...].firstIndex(of: maximum)!, maximum)
    }
    return (values[whole...].firstIndex(of: maximum)!, maximum)
  }

  /// The values of 16 places.
  @inline(__always) func sixteen(from place: Int) -> SIMD16<Float> {
    precondition(place >= 0 && place + 16 <= values.count)
    return unsafe values.withUnsafeBufferPointer {
      unsafe UnsafeRawPointer($0.baseAddress! + place).loadUnaligned(as: SIMD16<Float>.self)
    }
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
