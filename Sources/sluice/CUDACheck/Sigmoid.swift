import Glibc

/// The logistic function.
enum Sigmoid {
  static func of(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
