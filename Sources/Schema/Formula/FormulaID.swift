package import Automata

/// An interned condition on a value: equal conditions have equal ids.
package struct FormulaID: InternedID, Sendable, Comparable {
  package let index: Int32

  /// Holds for every value.
  package static let always = FormulaID(index: 0)
  /// Holds for no value.
  package static let never = FormulaID(index: 1)

  package static func < (left: Self, right: Self) -> Bool { left.index < right.index }

  package func mix(into mixer: inout KeyMixer) { mixer.add(index) }
}

/// A Boolean combination of subschemas and constants, not yet split by the type of the value.
enum Formula: InternedKey {
  case always
  case never
  case schema(ScopedSchema)
  /// Equality with one of these JSON values, by index in `FormulaSpace.constants`: sorted, at least one.
  case constants([Int32])
  /// Arrays and objects.
  case structured
  /// Arrays or objects, whichever the residual is about, that meet it; of other types every value.
  case container(ResidualID)
  /// The negation of a subschema, of constants, of `structured`, `container` or `one`; of the others it is pushed inward.
  case not(FormulaID)
  /// Exactly one of these, at least two, in the schema's order.
  case one([FormulaID])
  /// Sorted, without duplicates, at least two.
  case and([FormulaID])
  /// Sorted, without duplicates, at least two.
  case or([FormulaID])

  func mix(into mixer: inout KeyMixer) {
    switch self {
    case .always: mixer.add(0)
    case .never: mixer.add(1)
    case .schema(let schema):
      mixer.add(2)
      schema.mix(into: &mixer)
    case .constants(let constants):
      mixer.add(3)
      for constant in constants { mixer.add(constant) }
    case .structured: mixer.add(4)
    case .container(let residual):
      mixer.add(5)
      mixer.add(residual.index)
    case .not(let operand):
      mixer.add(6)
      mixer.add(operand.index)
    case .one(let operands):
      mixer.add(7)
      mixer.add(operands)
    case .and(let operands):
      mixer.add(8)
      mixer.add(operands)
    case .or(let operands):
      mixer.add(9)
      mixer.add(operands)
    }
  }
}

/// Which of the three literals a condition admits.
struct LiteralSet: OptionSet, Hashable {
  let rawValue: UInt8

  static let null = LiteralSet(rawValue: 1)
  static let `true` = LiteralSet(rawValue: 2)
  static let `false` = LiteralSet(rawValue: 4)
  static let all: LiteralSet = [.null, .true, .false]
}
