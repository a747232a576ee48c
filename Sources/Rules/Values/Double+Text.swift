extension Double {
  /// The shortest decimal that reads back as this number, laid out as Go's `%g`, which is what Kubernetes shows: with
  /// an exponent below 10⁻⁴ and from 10⁶ on.
  var celText: String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
    let (digits, exponent) = shortestDigits
    let sign = sign == .minus ? "-" : ""
    if exponent < -4 || exponent >= 6 {
      let power = abs(exponent)
      let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
      return sign + digits.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+") + (power < 10 ? "0" : "")
        + "\(power)"
    }
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
    if digits.count <= exponent + 1 {
      return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count)
    }
    return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
  }

  /// Digits d₁d₂… and exponent e of the shortest decimal d₁.d₂… × 10ᵉ that reads back as this finite number.
  private var shortestDigits: (digits: String, exponent: Int) {
    // Swift prints the shortest digits; only their layout differs.
    var mantissa: [UInt8] = []
    var exponent = -1
    var isFraction = false
    var isLeading = true
    var rest = Array(magnitude.description.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"):
        exponent += Int(String(decoding: rest, as: UTF8.self))!
        rest.removeAll()
      default:
        if isLeading, byte == UInt8(ascii: "0") {
          if isFraction { exponent -= 1 }
          continue
        }
        isLeading = false
        mantissa.append(byte)
        if !isFraction { exponent += 1 }
      }
    }
    while mantissa.count > 1, mantissa.last == UInt8(ascii: "0") { mantissa.removeLast() }
    if mantissa.isEmpty { return ("0", 0) }
    return (String(decoding: mantissa, as: UTF8.self), exponent)
  }

  /// The number that a text spells in decimal, or by name for what is not finite.
  init?(celText text: String) {
    let body =
      text.utf8.first.map { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") } == true ? text.dropFirst() : text[...]
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    switch body.lowercased() {
    case "nan": self = .nan
    case "inf", "infinity": self = isNegative ? -.infinity : .infinity
    default:
      let isDecimal = body.utf8.allSatisfy { byte in
        (byte >= 0x30 && byte <= 0x39) || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
          || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      }
      guard isDecimal, let number = Double(body.hasPrefix(".") ? "0" + body : String(body)), number.isFinite else {
        return nil
      }
      self = isNegative ? -number : number
    }
  }
}
