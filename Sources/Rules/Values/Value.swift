package import JSON

/// A value of CEL.
package indirect enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  /// Compared, measured and indexed by code point.
  case string(ExactString)
  case bytes([UInt8])
  case list([Value])
  case map(MapValue)
  case timestamp(Timestamp)
  case duration(TimeSpan)
  /// A type as a value, by its name.
  case type(String)
  case optional(Value?)

  package static func string(_ text: String) -> Value { .string(ExactString(text)) }

  init(_ literal: Literal) {
    switch literal {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .int(number)
    case .uint(let number): self = .uint(number)
    case .double(let number): self = .double(number)
    case .string(let text): self = .string(text)
    case .bytes(let bytes): self = .bytes(bytes)
    }
  }

  /// The name that `type(value)` gives.
  var typeName: String {
    switch self {
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .list: "list"
    case .map: "map"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .type: "type"
    case .optional: "optional_type"
    }
  }

  /// Whether this is what a type starts with: empty, zero, false or null.
  var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let flag): !flag
    case .int(let number): number == 0
    case .uint(let number): number == 0
    case .double(let number): number == 0
    case .string(let text): text.utf8.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    case .list(let items): items.isEmpty
    case .map(let map): map.count == 0
    case .timestamp(let timestamp): timestamp == Timestamp(seconds: 0)
    case .duration(let duration): duration.nanoseconds == 0
    case .type: false
    case .optional(let value): value == nil
    }
  }
}
