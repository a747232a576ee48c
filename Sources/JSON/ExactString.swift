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

  public static func == (left: Self, right: Self) -> Bool {
    let (ours, theirs) = (left.text.utf8, right.text.utf8)
    guard ours.count == theirs.count else { return false }
    // Byte by byte through the views' iterators takes several times as long.
    let answer = unsafe ours.withContiguousStorageIfAvailable { ours in
      unsafe theirs.withContiguousStorageIfAvailable { theirs in unsafe ours.elementsEqual(theirs) }
    }
    return (answer ?? nil) ?? ours.elementsEqual(theirs)
  }

  public func hash(into hasher: inout Hasher) {
    var copy = text
    copy.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(UInt8(0xFF))
  }

  /// Order of the UTF-8 bytes, which is the order of the code points.
  public static func < (left: Self, right: Self) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }
}
