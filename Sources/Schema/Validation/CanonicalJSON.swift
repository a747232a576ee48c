package import JSON

/// A value under JSON Schema's equality: `1` equals `1.0`, the order of members does not matter, strings are equal code
/// point by code point.
///
/// Equal values, and no others, have the same bytes.
package struct CanonicalJSON: Hashable, Sendable {
  private let bytes: [UInt8]

  package init(_ value: JSONValue) {
    var bytes: [UInt8] = []
    Self.write(value, into: &bytes)
    self.bytes = bytes
  }

  private static func write(_ value: JSONValue, into bytes: inout [UInt8]) {
    switch value {
    case .null: bytes.append(UInt8(ascii: "n"))
    case .bool(let flag): bytes.append(flag ? UInt8(ascii: "t") : UInt8(ascii: "f"))
    case .number(let number):
      let decimal = ExactDecimal(number)
      bytes.append(decimal.isNegative ? UInt8(ascii: "-") : UInt8(ascii: "+"))
      bytes += decimal.digits
      bytes.append(UInt8(ascii: "e"))
      bytes += String(decimal.exponent).utf8
      bytes.append(UInt8(ascii: ";"))
    case .string(let text): write(text, into: &bytes)
    case .array(let items):
      bytes.append(UInt8(ascii: "["))
      for item in items { write(item, into: &bytes) }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      for member in object.members.sorted(by: { $0.key < $1.key }) {
        write(member.key, into: &bytes)
        write(member.value, into: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ text: ExactString, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    bytes += text.utf8
    // No UTF-8 text has this byte.
    bytes.append(0xFF)
  }
}
