import Glibc

/// What makes probabilities of logits: the natural logarithm of the sum of e^logit over all that might come.
///
/// Beside +infinity, finite logits have none, and what is at +infinity has equal shares.
struct LogTotal {
  private let maximum: Float
  private let log: Double

  /// Over values that are not NaN.
  init(_ values: borrowing Span<Float>) {
    var maximum = -Float.infinity
    for index in 0..<values.count where values[index] > maximum { maximum = values[index] }
    self.maximum = maximum
    var sum = 0.0
    for index in 0..<values.count {
      sum +=
        maximum == .infinity
        ? (values[index] == .infinity ? 1 : 0) : Double(Exponential.of(values[index] - maximum))
    }
    log = Glibc.log(sum)
  }

  /// The natural logarithm of the probability of one of the values, at most 0; -infinity for none.
  func logprob(of value: Float) -> Double {
    if maximum == .infinity { return value == .infinity ? -log : -.infinity }
    return value == -.infinity ? -.infinity : min(Double(value) - Double(maximum) - log, 0)
  }
}
