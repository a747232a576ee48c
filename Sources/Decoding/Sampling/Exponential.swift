/// e^x from additions and multiplications alone, so that it is the same on every machine: the C library's may differ
/// in the last bit from one release to the next, and a seed must give the same tokens everywhere.
enum Exponential {
  /// Below this the result is 0: a token e^80 times less likely than the best one is not drawn in any lifetime.
  static let lowest: Float = -80

  /// e^x for x <= 0, with a relative error below 1e-6; 0 below `lowest` and for NaN.
  ///
  /// With n = round(x / ln 2), e^x = 2^n e^(x - n ln 2); the second factor is Taylor's polynomial of degree 6.
  @inline(__always) static func of(_ x: Float) -> Float {
    let bounded = x > lowest ? x : lowest
    let shifted = bounded * 1.442695 + 0x1.8p23  // leaves the rounded integer in the low bits
    let n = shifted - 0x1.8p23
    let r = (bounded - n * 0.693359375) + n * 2.12194440e-4
    var p: Float = 1 / 720
    p = p * r + 1 / 120
    p = p * r + 1 / 24
    p = p * r + 1 / 6
    p = p * r + 0.5
    p = p * r + 1
    p = p * r + 1
    let exponent = (shifted.bitPattern &- (0x1.8p23 as Float).bitPattern) &<< 23
    let result = Float(bitPattern: p.bitPattern &+ exponent)
    return x > lowest ? result : 0
  }
}
