/// A string whose identity is its sequence of code points, as in JSON.
///
/// `String` treats "é" and "e\u{301}" as equal; two JSON members with these keys are different members.
public struct ExactString: Sendable, Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let text: String

  @inlinable public init(_ text: String) { self.text = text }
  @inlinable public init(stringLiteral value: String) { text = value }
  public init(utf8 bytes: some Collection<UInt8>) { text = String(decoding: bytes, as: UTF8.self) }

  public var description: String { text }
  public var utf8: String.UTF8View { text.utf8 }

  @inlinable public static func == (left: Self, right: Self) -> Bool {
    let (ours, theirs) = (left.text.utf8, right.text.utf8)
    guard ours.count == theirs.count else { return false }
    let answer = unsafe ours.withContiguousStorageIfAvailable { ours in
      unsafe theirs.withContiguousStorageIfAvailable { theirs in unsafe Self.areEqual(ours, theirs) }
    }
    return (answer ?? nil) ?? ours.elementsEqual(theirs)
  }

  /// Whether buffers of one size hold the same bytes, eight at a time: most strings of JSON are short, and a call for each
  /// comparison costs more than the comparison.
  @inlinable static func areEqual(
    _ ours: UnsafeBufferPointer<UInt8>, _ theirs: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let (ours, theirs) = (UnsafeRawBufferPointer(ours), UnsafeRawBufferPointer(theirs))
    let count = ours.count
    var offset = 0
    while offset &+ 8 <= count {
      let one = unsafe ours.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let other = unsafe theirs.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if one != other { return false }
      offset &+= 8
    }
    while offset < count {
      if unsafe ours[offset] != theirs[offset] { return false }
      offset &+= 1
    }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    var copy = text
    copy.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(UInt8(0xFF))
  }

  /// Order of the UTF-8 bytes, which is the order of the code points.
  public static func < (left: Self, right: Self) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }
}
