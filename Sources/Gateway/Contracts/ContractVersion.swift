/// A version of a contract: one to three numbers with points between them, such as `2` or `1.0.3`. A number that is not
/// written counts as 0 where versions are ordered.
package struct ContractVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  private let numbers: [Int]

  /// Nil for another form: leading zeros, more than nine digits.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count) else { return nil }
    var numbers: [Int] = []
    for part in parts {
      guard (1...9).contains(part.count), part.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
        part.count == 1 || part.first != 0x30, let number = Int(String(decoding: part, as: UTF8.self))
      else { return nil }
      numbers.append(number)
    }
    self.numbers = numbers
  }

  package var description: String { numbers.map(String.init).joined(separator: ".") }

  /// Of two spellings of one number the shorter goes first.
  package static func < (left: Self, right: Self) -> Bool {
    for place in 0..<3 {
      let (first, second) = (left.number(place), right.number(place))
      if first != second { return first < second }
    }
    return left.numbers.count < right.numbers.count
  }

  private func number(_ place: Int) -> Int { place < numbers.count ? numbers[place] : 0 }
}
