/// A span of time in whole nanoseconds, within ±292 years.
package struct TimeSpan: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let nanoseconds: Int64

  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

  private static let units: [(name: String, nanoseconds: UInt64)] = [
    ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
    ("m", 60_000_000_000), ("h", 3_600_000_000_000),
  ]

  /// Reads Go's notation: signed decimals with units, such as `-1h30m`, `1.5s` or `0`.
  ///
  /// - Throws: `invalidDuration`, `outOfRange`.
  init(text: String) throws(EvaluationProblem) {
    var rest = Array(text.utf8)[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    if rest.elementsEqual("0".utf8) {
      self.init(nanoseconds: 0)
      return
    }
    guard !rest.isEmpty else { throw .invalidDuration(text) }
    var total: UInt64 = 0
    while !rest.isEmpty {
      let whole = Self.takeDigits(&rest)
      var fraction: [UInt8] = []
      if rest.first == UInt8(ascii: ".") {
        rest.removeFirst()
        fraction = Self.takeDigits(&rest)
      }
      let name = rest.prefix { $0 != UInt8(ascii: ".") && !Lexer.isDigit($0) }
      rest = rest.dropFirst(name.count)
      guard !whole.isEmpty || !fraction.isEmpty,
        let unit = Self.units.first(where: { $0.name.utf8.elementsEqual(name) })
      else { throw .invalidDuration(text) }
      var part: UInt64 = 0
      for digit in whole {
        let (product, first) = part.multipliedReportingOverflow(by: 10)
        let (sum, second) = product.addingReportingOverflow(UInt64(digit - 0x30))
        if first || second { throw .outOfRange("duration") }
        part = sum
      }
      let (scaled, first) = part.multipliedReportingOverflow(by: unit.nanoseconds)
      let (sum, second) = total.addingReportingOverflow(scaled)
      if first || second { throw .outOfRange("duration") }
      total = sum
      // Digits that no nanosecond is left for are dropped.
      var scale = unit.nanoseconds
      for digit in fraction {
        let share = UInt64(digit - 0x30) * scale / 10
        scale /= 10
        let (sum, overflow) = total.addingReportingOverflow(share)
        if overflow { throw .outOfRange("duration") }
        total = sum
      }
    }
    guard total <= UInt64(Int64.max) + (isNegative ? 1 : 0) else { throw .outOfRange("duration") }
    self.init(nanoseconds: isNegative ? Int64(truncatingIfNeeded: 0 &- total) : Int64(total))
  }

  /// Reads ISO 8601's notation as RFC 3339 has it (appendix A), as far as it has a fixed length: weeks, days and a time,
  /// such as `P1DT2H` or `P2W`.
  ///
  /// - Throws: `invalidDuration`, also for years and months; `outOfRange`.
  init(iso8601 text: String) throws(EvaluationProblem) {
    var rest = Array(text.utf8)[...]
    guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { throw .invalidDuration(text) }
    var isTime = false
    var seconds: Int64 = 0
    while !rest.isEmpty {
      if rest.first == UInt8(ascii: "T"), !isTime {
        rest.removeFirst()
        isTime = true
      }
      let digits = Self.takeDigits(&rest)
      guard let count = Int64(String(decoding: digits, as: UTF8.self)), let unit = rest.popFirst() else {
        throw .invalidDuration(text)
      }
      let length: Int64
      switch (isTime, unit) {
      case (false, UInt8(ascii: "W")): length = 604_800
      case (false, UInt8(ascii: "D")): length = 86_400
      case (true, UInt8(ascii: "H")): length = 3_600
      case (true, UInt8(ascii: "M")): length = 60
      case (true, UInt8(ascii: "S")): length = 1
      default: throw .invalidDuration(text)
      }
      let (product, first) = count.multipliedReportingOverflow(by: length)
      let (sum, second) = seconds.addingReportingOverflow(product)
      if first || second { throw .outOfRange("duration") }
      seconds = sum
    }
    let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { throw .outOfRange("duration") }
    self.init(nanoseconds: nanoseconds)
  }

  private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    let digits = Array(rest.prefix(while: Lexer.isDigit))
    rest = rest.dropFirst(digits.count)
    return digits
  }

  /// Seconds with as many decimals as are needed, such as `-90.5s`.
  package var description: String {
    let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    return (nanoseconds < 0 ? "-" : "") + "\(seconds)" + Timestamp.fraction(Int(rest)) + "s"
  }

  /// - Throws: `outOfRange`.
  func adding(_ other: TimeSpan) throws(EvaluationProblem) -> TimeSpan {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(other.nanoseconds)
    if overflow { throw .outOfRange("duration") }
    return TimeSpan(nanoseconds: sum)
  }

  /// - Throws: `outOfRange`.
  func subtracting(_ other: TimeSpan) throws(EvaluationProblem) -> TimeSpan {
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
    if overflow { throw .outOfRange("duration") }
    return TimeSpan(nanoseconds: difference)
  }
}
