package import JSON

/// A value written in an expression.
package enum Literal: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(ExactString)
  case bytes([UInt8])
}
