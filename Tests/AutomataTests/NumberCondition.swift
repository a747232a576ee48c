import JSON

@testable import Automata

/// A condition on numbers in words of its own, judged by `ExactDecimal`.
indirect enum NumberCondition: Sendable {
  case multipleOf(String)
  case atLeast(String)
  case above(String)
  case atMost(String)
  case below(String)
  case kind(NumberSet.Kind)
  case all([NumberCondition])
  case any([NumberCondition])
  case not(NumberCondition)

  /// - Parameter isPlain: whether the number is written without a point and without an exponent.
  func admits(_ value: ExactDecimal, isPlain: Bool) -> Bool {
    switch self {
    case .multipleOf(let text): value.isMultiple(of: Self.decimal(text))
    case .atLeast(let text): value >= Self.decimal(text)
    case .above(let text): value > Self.decimal(text)
    case .atMost(let text): value <= Self.decimal(text)
    case .below(let text): value < Self.decimal(text)
    case .kind(let kind): kind.contains(isPlain ? .integerText : value.isInteger ? .otherIntegers : .fractions)
    case .all(let parts): parts.allSatisfy { $0.admits(value, isPlain: isPlain) }
    case .any(let parts): parts.contains { $0.admits(value, isPlain: isPlain) }
    case .not(let part): !part.admits(value, isPlain: isPlain)
    }
  }

  func admits(_ text: [UInt8]) -> Bool {
    guard let number = JSONNumber(text: String(decoding: text, as: UTF8.self)) else { return false }
    return admits(ExactDecimal(number), isPlain: text.allSatisfy { $0 == UInt8(ascii: "-") || (0x30...0x39) ~= $0 })
  }

  /// The same as the automaton has it.
  var set: NumberSet {
    switch self {
    case .multipleOf(let text): .multiples(of: Self.bound(text).value.magnitude)
    case .atLeast(let text): NumberSet([.init(lower: Self.bound(text))])
    case .above(let text): NumberSet([.init(lower: Self.bound(text, isExclusive: true))])
    case .atMost(let text): NumberSet([.init(upper: Self.bound(text))])
    case .below(let text): NumberSet([.init(upper: Self.bound(text, isExclusive: true))])
    case .kind(let kind): NumberSet([.init(kind: kind)])
    case .all(let parts): parts.reduce(.all) { $0.intersection($1.set) }
    case .any(let parts): parts.reduce(.none) { $0.union($1.set) }
    case .not(let part): part.set.complement
    }
  }

  private static func number(_ text: String) -> JSONNumber {
    guard let number = JSONNumber(text: text) else { preconditionFailure("\(text) is no number") }
    return number
  }

  private static func decimal(_ text: String) -> ExactDecimal { ExactDecimal(number(text)) }

  private static func bound(_ text: String, isExclusive: Bool = false) -> NumberBound {
    guard let value = SignedDecimal(number(text)) else { preconditionFailure("\(text) is out of range") }
    return NumberBound(value, isExclusive: isExclusive)
  }
}
