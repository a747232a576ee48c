/// A record of the journal; later records have larger ids, and no id is given twice.
package struct FailureID: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let rawValue: Int64

  package init(rawValue: Int64) { self.rawValue = rawValue }

  /// Nil when the text is no positive decimal number.
  package init?(_ text: String) {
    guard let value = Int64(text), value > 0, String(value) == text else { return nil }
    rawValue = value
  }

  package var description: String { String(rawValue) }
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
