/// The probability that a model gives, all together, to the tokens that a mask forbids.
enum MaskedMass {
  /// - Parameters:
  ///   - logits: the model's, one for each token; NaN counts as -infinity.
  ///   - allowed: as in `Sampler.sample`.
  /// - Returns: within 0...1; 0 when no logit is above -infinity.
  static func of(_ logits: borrowing Span<Float>, allowed: borrowing Span<UInt32>) -> Double {
    var maximum = -Float.infinity
    for index in 0..<logits.count where logits[index] > maximum { maximum = logits[index] }
    if maximum == -.infinity { return 0 }
    var (all, forbidden) = (0.0, 0.0)
    var weights = InlineArray<32, Float>(repeating: 0)
    for index in 0..<(logits.count + 31) / 32 {
      let start = index * 32
      let count = min(32, logits.count - start)
      // A block's weights first, so that they are computed many at a time.
      for lane in 0..<count { weights[lane] = LogTotal.weight(logits[start + lane], maximum) }
      var sum: Float = 0
      for lane in 0..<count { sum += weights[lane] }
      all += Double(sum)
      let word = index < allowed.count ? allowed[index] : 0
      if word == 0 {
        forbidden += Double(sum)
      } else if word != .max {
        for lane in 0..<count where word >> UInt32(lane) & 1 == 0 { forbidden += Double(weights[lane]) }
      }
    }
    return min(forbidden / all, 1)
  }
}
