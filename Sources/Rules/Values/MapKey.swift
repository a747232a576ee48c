import JSON

/// What identifies an entry of a map: integers of both kinds that are numerically equal are one key.
enum MapKey: Sendable, Hashable {
  case bool(Bool)
  case integer(Int64)
  /// Above `Int64.max`.
  case large(UInt64)
  case string(ExactString)

  private init(_ number: UInt64) { self = Int64(exactly: number).map { .integer($0) } ?? .large(number) }

  /// The key that a map may be written with, nil for values that are none.
  init?(writing value: Value) {
    switch value {
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .integer(number)
    case .uint(let number): self.init(number)
    case .string(let text): self = .string(text)
    default: return nil
    }
  }

  /// The key that a look-up asks for, in which a double that is an integer counts as one.
  init?(lookingUp value: Value) {
    if case .double(let number) = value {
      if let integer = Int64(exactly: number) {
        self = .integer(integer)
      } else if let integer = UInt64(exactly: number) {
        self.init(integer)
      } else {
        return nil
      }
      return
    }
    self.init(writing: value)
  }
}
