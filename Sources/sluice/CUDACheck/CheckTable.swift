/// Results of checks, a line each as they come.
struct CheckTable {
  private(set) var failures = 0
  private(set) var count = 0

  /// A figure that must not exceed a limit.
  mutating func note(_ name: String, _ figure: Double, limit: Double, _ detail: String = "") {
    // NaN is above every limit.
    note(name, holds: figure <= limit, "\(Self.short(figure)) of at most \(Self.short(limit))", detail)
  }

  mutating func note(_ name: String, holds: Bool, _ figure: String, _ detail: String = "") {
    count += 1
    if !holds { failures += 1 }
    Console.print(
      "\(holds ? "ok    " : "FAILED")  \(Self.padded(name, 44))  \(figure)\(detail.isEmpty ? "" : "  " + detail)")
  }

  /// A figure that is only told.
  func tell(_ name: String, _ text: String) { Console.print("      \(Self.padded("  " + name, 46))  \(text)") }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Three digits.
  static func short(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    var exponent = 0
    var rest = abs(value)
    while rest >= 10 {
      rest /= 10
      exponent += 1
    }
    while rest < 1 {
      rest *= 10
      exponent -= 1
    }
    if exponent >= 0 && exponent < 6 {
      let scale = exponent == 0 ? 100.0 : exponent == 1 ? 10 : 1
      let rounded = (value * scale).rounded() / scale
      return rounded == rounded.rounded() && abs(rounded) < 1e9 ? "\(Int(rounded))" : "\(rounded)"
    }
    return "\((rest * 100).rounded() / 100 * (value < 0 ? -1 : 1))e\(exponent)"
  }
}
