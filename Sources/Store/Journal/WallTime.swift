import Glibc

/// A time of the wall clock, to the millisecond.
package struct WallTime: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Since 1970, without leap seconds.
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package static func now() -> WallTime {
    var time = timespec()
    // Fails only for a clock that does not exist.
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return WallTime(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
  }

  package func adding(seconds: Int64) -> WallTime { WallTime(milliseconds: milliseconds + seconds * 1_000) }

  package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

  /// RFC 3339 in UTC, such as `2026-03-01T09:30:00.125Z`.
  package var description: String {
    var seconds = time_t(milliseconds.floorDivided(by: 1_000))
    let fraction = Int(milliseconds - Int64(seconds) * 1_000)
    var parts = unsafe tm()
    _ = unsafe gmtime_r(&seconds, &parts)
    let date = unsafe [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let time = unsafe [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
    return Self.digits(date[0], 4) + "-" + Self.digits(date[1], 2) + "-" + Self.digits(date[2], 2) + "T"
      + time.map { Self.digits($0, 2) }.joined(separator: ":") + "." + Self.digits(fraction, 3) + "Z"
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}

extension Int64 {
  fileprivate func floorDivided(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
