import JSON

/// What an argument holds; the overload's parameters have made sure of its kind.
extension Value {
  private func mismatch(_ expected: String) -> Never {
    preconditionFailure("\(typeName) where \(expected) was declared")
  }

  var bool: Bool { if case .bool(let flag) = self { flag } else { mismatch("bool") } }
  var int: Int64 { if case .int(let number) = self { number } else { mismatch("int") } }
  var uint: UInt64 { if case .uint(let number) = self { number } else { mismatch("uint") } }
  var double: Double { if case .double(let number) = self { number } else { mismatch("double") } }
  var text: String { if case .string(let text) = self { text.text } else { mismatch("string") } }
  var bytes: [UInt8] { if case .bytes(let bytes) = self { bytes } else { mismatch("bytes") } }
  var items: [Value] { if case .list(let items) = self { items } else { mismatch("list") } }
  var map: MapValue { if case .map(let map) = self { map } else { mismatch("map") } }
  var timestamp: Timestamp { if case .timestamp(let time) = self { time } else { mismatch("timestamp") } }
  var duration: TimeSpan { if case .duration(let duration) = self { duration } else { mismatch("duration") } }
  var optional: Value? { if case .optional(let content) = self { content } else { mismatch("optional") } }
}
