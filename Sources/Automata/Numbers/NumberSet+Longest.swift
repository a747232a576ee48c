extension NumberSet {
  /// A bound on the bytes of the set's numbers as the form writes them; nil when the form sets none.
  package func longest(_ form: NumberForm) -> Int? {
    if form.allowsExponent { return nil }
    var longest = 0
    for range in ranges {
      for isNegative in [false, true] {
        guard let side = NumberSide(range, isNegative: isNegative) else { continue }
        guard let length = Self.longest(range, side, form) else { return nil }
        longest = max(longest, length + (isNegative ? 1 : 0))
      }
    }
    return longest
  }

  private static func longest(_ range: Range, _ side: NumberSide, _ form: NumberForm) -> Int? {
    // Numbers have no leading zeros, so one below a bound has no more digits than it.
    guard let digits = side.upper?.integerDigits ?? form.maximumIntegerDigits.map({ _ in form.integerDigits(side) })
    else { return nil }
    let whole = max(digits, 1)
    // Where fractions are numbers of the range, an integer may be written as one too, such as 1.0.
    let hasFraction =
      range.kind.contains(.fractions) || range.kind.contains(.otherIntegers) && !form.plainIntegers
    if !hasFraction { return whole }
    guard form.maximumFractionDigits != nil else { return nil }
    return whole + 1 + form.fractionDigits(side)
  }
}
