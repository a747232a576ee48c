import Glibc

/// The bytes of a text that is being parsed, for as long as the parser has them.
@safe struct JSONText {
  private let bytes: UnsafeRawBufferPointer

  /// - Parameter bytes: they stay where they are as long as this is used.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { unsafe self.bytes = UnsafeRawBufferPointer(bytes) }

  var count: Int { unsafe bytes.count }

  subscript(position: Int) -> UInt8 {
    precondition(position >= 0 && position < count)
    return unsafe bytes[position]
  }

  func bytes(_ range: Range<Int>) -> [UInt8] { unsafe Array(UnsafeRawBufferPointer(rebasing: bytes[range])) }

  /// The eight bytes from a position on.
  func word(at position: Int) -> UInt64 {
    precondition(position >= 0 && position + 8 <= count)
    return unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
  }

  /// Whether these bytes stand at a position.
  func hasBytes(_ other: [UInt8], at position: Int) -> Bool {
    guard other.count <= count - position else { return false }
    return unsafe other.withUnsafeBytes { other in
      unsafe memcmp(bytes.baseAddress! + position, other.baseAddress!, other.count) == 0
    }
  }

  /// The string that stands here; nil when it is not UTF-8.
  func string(_ range: Range<Int>) -> String? {
    unsafe String(validating: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  /// The string that stands here, which is known to be ASCII.
  func ascii(_ range: Range<Int>) -> String {
    unsafe String(unsafeUninitializedCapacity: range.count) { room in
      unsafe UnsafeMutableRawBufferPointer(room).copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[range]))
      return range.count
    }
  }

  /// Where the text of a string ends that begins at `start`: at a quote, a backslash, a control character, or the end.
  func plainText(from start: Int) -> (end: Int, isASCII: Bool) {
    var position = start
    var seen: UInt64 = 0
    // Eight bytes at a time.
    while position &+ 8 <= count {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      let ends = Self.zeros(word ^ Self.quotes) | Self.zeros(word ^ Self.backslashes) | Self.controls(word)
      if ends != 0 { break }
      seen |= word
      position &+= 8
    }
    while position < count {
      let byte = unsafe bytes[position]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      seen |= UInt64(byte)
      position &+= 1
    }
    return (position, seen & Self.highBits == 0)
  }

  private static var highBits: UInt64 { 0x8080_8080_8080_8080 }
  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  private static var quotes: UInt64 { 0x2222_2222_2222_2222 }
  private static var backslashes: UInt64 { 0x5C5C_5C5C_5C5C_5C5C }

  /// Not zero exactly where some byte is.
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highBits }
  /// Not zero exactly where some byte is below 0x20.
  private static func controls(_ word: UInt64) -> UInt64 { (word &- ones &* 0x20) & ~word & highBits }

  /// Where a number ends that begins at `start`; the offending byte when none stands there.
  func number(from start: Int) -> (end: Int, isNumber: Bool) {
    var position = start
    func stands(_ byte: UInt8) -> Bool { position < count && self[position] == byte }
    func digits() -> Bool {
      let start = position
      while position < count, self[position] &- 0x30 <= 9 { position += 1 }
      return position > start
    }
    if stands(UInt8(ascii: "-")) { position += 1 }
    if stands(UInt8(ascii: "0")) {
      position += 1
    } else if !digits() {
      return (position, false)
    }
    if stands(UInt8(ascii: ".")) {
      position += 1
      if !digits() { return (position, false) }
    }
    if stands(UInt8(ascii: "e")) || stands(UInt8(ascii: "E")) {
      position += 1
      if stands(UInt8(ascii: "+")) || stands(UInt8(ascii: "-")) { position += 1 }
      if !digits() { return (position, false) }
    }
    return (position, true)
  }
}
