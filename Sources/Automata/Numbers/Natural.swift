/// An integer ≥ 0 of any size, as far as questions of divisibility need one.
struct Natural: Hashable, Sendable {
  /// Base 2^32, least significant first, without zeros at the end.
  private var limbs: [UInt32]

  static let zero = Natural(0)
  static let one = Natural(1)
  static let ten = Natural(10)

  private init(limbs: [UInt32]) {
    self.limbs = limbs
    while self.limbs.last == 0 { self.limbs.removeLast() }
  }

  init(_ value: UInt32) { limbs = value == 0 ? [] : [value] }

  /// The number that decimal digits spell, the most significant first.
  init(digits: [UInt8]) {
    self.init(0)
    var index = 0
    while index < digits.count {
      let end = min(index + 9, digits.count)
      var (chunk, scale) = (UInt32(0), UInt32(1))
      for digit in digits[index..<end] {
        chunk = chunk * 10 + UInt32(digit)
        scale *= 10
      }
      multiply(by: scale, adding: chunk)
      index = end
    }
  }

  /// Decimal digits, the most significant first; none for zero.
  var digits: [UInt8] {
    var rest = self
    var reversed: [UInt8] = []
    while !rest.isZero {
      var chunk = rest.divide(by: 1_000_000_000)
      for _ in 0..<9 {
        reversed.append(UInt8(chunk % 10))
        chunk /= 10
      }
    }
    while reversed.last == 0 { reversed.removeLast() }
    return reversed.reversed()
  }

  var isZero: Bool { limbs.isEmpty }

  private mutating func multiply(by factor: UInt32, adding summand: UInt32) {
    var carry = UInt64(summand)
    for index in limbs.indices {
      let value = UInt64(limbs[index]) * UInt64(factor) + carry
      limbs[index] = UInt32(truncatingIfNeeded: value)
      carry = value >> 32
    }
    if carry != 0 { limbs.append(UInt32(carry)) }
  }

  /// Divides in place and returns the remainder.
  private mutating func divide(by divisor: UInt32) -> UInt32 {
    var remainder = UInt64(0)
    for index in limbs.indices.reversed() {
      let value = remainder << 32 | UInt64(limbs[index])
      limbs[index] = UInt32(value / UInt64(divisor))
      remainder = value % UInt64(divisor)
    }
    while limbs.last == 0 { limbs.removeLast() }
    return UInt32(remainder)
  }

  /// The number times 10^exponent.
  func scaled(by exponent: Int) -> Natural {
    var result = self
    if isZero { return result }
    var rest = exponent
    while rest >= 9 {
      result.multiply(by: 1_000_000_000, adding: 0)
      rest -= 9
    }
    var scale = UInt32(1)
    for _ in 0..<rest { scale *= 10 }
    if scale > 1 { result.multiply(by: scale, adding: 0) }
    return result
  }

  static func greatestCommonDivisor(_ left: Natural, _ right: Natural) -> Natural {
    var (left, right) = (left, right)
    while !right.isZero { (left, right) = (right, left.dividing(by: right).remainder) }
    return left
  }

  /// Whether the divisor divides the number.
  func isMultiple(of divisor: Natural) -> Bool { dividing(by: divisor).remainder.isZero }

  /// - Precondition: The divisor is not zero.
  func dividing(by divisor: Natural) -> (quotient: Natural, remainder: Natural) {
    precondition(!divisor.isZero, "division by zero")
    if self < divisor { return (.zero, self) }
    if divisor.limbs.count == 1 {
      var quotient = self
      let remainder = quotient.divide(by: divisor.limbs[0])
      return (quotient, Natural(remainder))
    }
    return dividing(byLong: divisor)
  }

  /// Long division in base 2^32 (Knuth, The Art of Computer Programming, volume 2, algorithm 4.3.1 D).
  private func dividing(byLong divisor: Natural) -> (quotient: Natural, remainder: Natural) {
    let count = divisor.limbs.count
    let shift = divisor.limbs[count - 1].leadingZeroBitCount
    let low = divisor.shiftedLeft(by: shift)
    var high = shiftedLeft(by: shift)
    if high.count == limbs.count { high.append(0) }
    let (top, next) = (UInt64(low[count - 1]), UInt64(low[count - 2]))
    var quotient = [UInt32](repeating: 0, count: high.count - count)
    for place in quotient.indices.reversed() {
      let head = UInt64(high[place + count]) << 32 | UInt64(high[place + count - 1])
      var (guess, rest) = head.quotientAndRemainder(dividingBy: top)
      while guess > UInt64(UInt32.max) || guess * next > rest << 32 | UInt64(high[place + count - 2]) {
        guess -= 1
        rest += top
        if rest > UInt64(UInt32.max) { break }
      }
      var (carry, borrow) = (UInt64(0), Int64(0))
      for index in 0..<count {
        let product = guess * UInt64(low[index]) + carry
        carry = product >> 32
        let difference = Int64(high[place + index]) - borrow - Int64(product & 0xFFFF_FFFF)
        high[place + index] = UInt32(truncatingIfNeeded: difference)
        borrow = difference < 0 ? 1 : 0
      }
      let difference = Int64(high[place + count]) - borrow - Int64(carry)
      high[place + count] = UInt32(truncatingIfNeeded: difference)
      if difference < 0 {
        guess -= 1
        var carry = UInt64(0)
        for index in 0..<count {
          let sum = UInt64(high[place + index]) + UInt64(low[index]) + carry
          high[place + index] = UInt32(truncatingIfNeeded: sum)
          carry = sum >> 32
        }
        high[place + count] &+= UInt32(carry)
      }
      quotient[place] = UInt32(guess)
    }
    var remainder = Array(high[..<count])
    if shift > 0 {
      for index in 0..<count {
        let above = index + 1 < count ? remainder[index + 1] << UInt32(32 - shift) : 0
        remainder[index] = remainder[index] >> UInt32(shift) | above
      }
    }
    return (Natural(limbs: quotient), Natural(limbs: remainder))
  }

  private func shiftedLeft(by shift: Int) -> [UInt32] {
    if shift == 0 { return limbs }
    var result: [UInt32] = []
    result.reserveCapacity(limbs.count + 1)
    var carry = UInt32(0)
    for limb in limbs {
      result.append(limb << UInt32(shift) | carry)
      carry = limb >> UInt32(32 - shift)
    }
    if carry != 0 { result.append(carry) }
    return result
  }
}

extension Natural: Comparable {
  static func < (left: Self, right: Self) -> Bool {
    if left.limbs.count != right.limbs.count { return left.limbs.count < right.limbs.count }
    for index in left.limbs.indices.reversed() where left.limbs[index] != right.limbs[index] {
      return left.limbs[index] < right.limbs[index]
    }
    return false
  }
}

extension Natural {
  static func + (left: Self, right: Self) -> Natural {
    var (sum, short) = left.limbs.count >= right.limbs.count ? (left.limbs, right.limbs) : (right.limbs, left.limbs)
    var carry = UInt64(0)
    for index in sum.indices {
      if index >= short.count, carry == 0 { break }
      let value = UInt64(sum[index]) + (index < short.count ? UInt64(short[index]) : 0) + carry
      sum[index] = UInt32(truncatingIfNeeded: value)
      carry = value >> 32
    }
    if carry != 0 { sum.append(UInt32(carry)) }
    short = []
    return Natural(limbs: sum)
  }

  /// - Precondition: The right one is not larger.
  static func - (left: Self, right: Self) -> Natural {
    precondition(right <= left, "a natural number below zero")
    var result = left.limbs
    var borrow = Int64(0)
    for index in result.indices {
      if index >= right.limbs.count, borrow == 0 { break }
      let value = Int64(result[index]) - (index < right.limbs.count ? Int64(right.limbs[index]) : 0) - borrow
      result[index] = UInt32(truncatingIfNeeded: value)
      borrow = value < 0 ? 1 : 0
    }
    return Natural(limbs: result)
  }

  static func * (left: Self, right: Self) -> Natural {
    if left.isZero || right.isZero { return .zero }
    var result = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count)
    for (low, limb) in left.limbs.enumerated() {
      var carry = UInt64(0)
      for (high, other) in right.limbs.enumerated() {
        let value = UInt64(limb) * UInt64(other) + UInt64(result[low + high]) + carry
        result[low + high] = UInt32(truncatingIfNeeded: value)
        carry = value >> 32
      }
      result[low + right.limbs.count] = UInt32(carry)
    }
    return Natural(limbs: result)
  }
}
