/// A token's number: its row in the model's embedding and its bit in a mask.
public struct TokenID: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
  public let rawValue: UInt32

  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  /// Traps when the index is negative or above `UInt32.max`.
  @inlinable public init(_ index: Int) { rawValue = UInt32(index) }

  /// The id as an array index.
  @inlinable public var index: Int { Int(rawValue) }

  @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  public var description: String { String(rawValue) }
}
