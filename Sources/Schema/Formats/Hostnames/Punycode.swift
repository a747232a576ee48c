/// RFC 3492, over the part of a label after `xn--`.
enum Punycode {
  static let prefix = "xn--"

  /// Whether a label begins with `xn--`, in any case.
  static func hasPrefix(_ label: some Collection<UInt8>) -> Bool {
    label.count >= 4 && zip(label, prefix.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
  }

  private static let base = 36
  private static let initialBias = 72

  private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var bias = 0
    while delta > 455 {
      delta /= 35
      bias += base
    }
    return bias + 36 * delta / (delta + 38)
  }

  private static func threshold(_ place: Int, _ bias: Int) -> Int { max(1, min(26, place - bias)) }

  /// Nil when the text is no Punycode of Unicode scalars.
  static func decode(_ text: some BidirectionalCollection<UInt8>) -> [Unicode.Scalar]? {
    var output: [Unicode.Scalar] = []
    var rest = Array(text)[...]
    if let hyphen = rest.lastIndex(of: UInt8(ascii: "-")) {
      output = rest[..<hyphen].map { Unicode.Scalar($0) }
      rest = rest[(hyphen + 1)...]
    }
    var (value, position, bias) = (128, 0, initialBias)
    while !rest.isEmpty {
      let start = position
      var weight = 1
      var place = base
      while true {
        guard let digit = rest.popFirst().flatMap(Self.value) else { return nil }
        let (step, first) = digit.multipliedReportingOverflow(by: weight)
        let (sum, second) = position.addingReportingOverflow(step)
        if first || second { return nil }
        position = sum
        let threshold = threshold(place, bias)
        if digit < threshold { break }
        let (product, overflow) = weight.multipliedReportingOverflow(by: base - threshold)
        if overflow { return nil }
        weight = product
        place += base
      }
      let count = output.count + 1
      bias = adapted(position - start, count: count, isFirst: start == 0)
      let (sum, overflow) = value.addingReportingOverflow(position / count)
      guard !overflow, let scalar = UInt32(exactly: sum).flatMap(Unicode.Scalar.init) else { return nil }
      value = sum
      position %= count
      output.insert(scalar, at: position)
      position += 1
    }
    return output
  }

  static func encode(_ scalars: [Unicode.Scalar]) -> [UInt8] {
    var output = scalars.filter(\.isASCII).map { UInt8($0.value) }
    var handled = output.count
    let basic = handled
    if basic > 0 { output.append(UInt8(ascii: "-")) }
    var (value, delta, bias) = (128, 0, initialBias)
    while handled < scalars.count {
      let next = scalars.lazy.map { Int($0.value) }.filter { $0 >= value }.min()!
      delta += (next - value) * (handled + 1)
      value = next
      for scalar in scalars {
        if scalar.value < value { delta += 1 }
        guard scalar.value == value else { continue }
        var rest = delta
        var place = base
        while true {
          let threshold = threshold(place, bias)
          if rest < threshold { break }
          output.append(digit(threshold + (rest - threshold) % (base - threshold)))
          rest = (rest - threshold) / (base - threshold)
          place += base
        }
        output.append(digit(rest))
        bias = adapted(delta, count: handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      value += 1
    }
    return output
  }

  private static func value(_ digit: UInt8) -> Int? {
    if digit.isLetter { return Int(digit | 0x20) - Int(UInt8(ascii: "a")) }
    return digit.isDigit ? Int(digit) - Int(UInt8(ascii: "0")) + 26 : nil
  }

  private static func digit(_ value: Int) -> UInt8 {
    value < 26 ? UInt8(ascii: "a") + UInt8(value) : UInt8(ascii: "0") + UInt8(value - 26)
  }
}
