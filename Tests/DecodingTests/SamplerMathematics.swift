import Glibc

extension Float {
  /// Natural logarithm, to write logits as probabilities.
  static func log(_ value: Double) -> Float { Float(Glibc.log(value)) }
}

extension Double {
  static func exponential(_ value: Double) -> Double { Glibc.exp(value) }
}
