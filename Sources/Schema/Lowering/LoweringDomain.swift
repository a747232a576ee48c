import Automata
import JSON

/// One kind of value that conditions are lowered for: a Boolean algebra of what they can say about such values.
protocol LoweringDomain {
  associatedtype Value: Equatable

  /// Whether such values are arrays or objects.
  static var isStructured: Bool { get }

  static func known(_ id: FormulaID, in forms: borrowing LoweredForms) -> Value?
  static func remember(_ value: Value, _ id: FormulaID, in forms: inout LoweredForms)
  /// What holds where all of these hold; what always holds for none.
  static func all(_ parts: [Value], in space: inout FormulaSpace) -> Value
  /// What holds where one of these holds; what never holds for none.
  static func any(_ parts: [Value], in space: inout FormulaSpace) -> Value
  /// Whether it is plain at sight that no value satisfies both; false where that would take a search.
  static func areDisjoint(_ left: Value, _ right: Value, in space: inout FormulaSpace) -> Bool
  /// What holds where this does not.
  static func complement(_ value: Value, in space: inout FormulaSpace) -> Value
  /// Equality with one of these JSON values.
  static func constants(_ values: [JSONValue], in space: inout FormulaSpace) throws(SchemaError) -> Value
  /// Difference from all of these constants, by index.
  static func others(than indexes: [Int32], in space: inout FormulaSpace) throws(SchemaError) -> Value
  /// What a residual says of such values.
  static func container(_ residual: ResidualID, in space: inout FormulaSpace) -> Value
  /// What a family's keywords say.
  static func say(
    _ family: any KeywordFamily.Type, _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> Value
}

extension LoweringDomain {
  static var isStructured: Bool { false }

  /// What holds where exactly one of these does.
  static func one(_ parts: [Value], in space: inout FormulaSpace) -> Value {
    let never = any([], in: &space)
    let open = parts.filter { $0 != never }
    if open.count < 2 { return open.first ?? never }
    var complements: [Value] = []
    for part in open { complements.append(complement(part, in: &space)) }
    var alternatives: [Value] = []
    for (index, part) in open.enumerated() {
      var all = [part]
      // A branch need not exclude one that it cannot meet, such as another kind of a discriminated union.
      for (other, complement) in complements.enumerated()
      where other != index && !areDisjoint(part, open[other], in: &space) {
        all.append(complement)
      }
      alternatives.append(Self.all(all, in: &space))
    }
    return any(alternatives, in: &space)
  }

  static func areDisjoint(_: Value, _: Value, in _: inout FormulaSpace) -> Bool { false }

  static func container(_: ResidualID, in space: inout FormulaSpace) -> Value { all([], in: &space) }

  static func others(than indexes: [Int32], in space: inout FormulaSpace) throws(SchemaError) -> Value {
    complement(try constants(space.values(indexes), in: &space), in: &space)
  }
}

/// Conditions on the three literals.
enum LiteralDomain: LoweringDomain {
  static func known(_ id: FormulaID, in forms: borrowing LoweredForms) -> LiteralSet? { forms.literals[id] }
  static func remember(_ value: LiteralSet, _ id: FormulaID, in forms: inout LoweredForms) {
    forms.literals[id] = value
  }
  static func all(_ parts: [LiteralSet], in space: inout FormulaSpace) -> LiteralSet {
    parts.reduce(.all) { $0.intersection($1) }
  }
  static func any(_ parts: [LiteralSet], in space: inout FormulaSpace) -> LiteralSet {
    parts.reduce([]) { $0.union($1) }
  }

  static func complement(_ value: LiteralSet, in space: inout FormulaSpace) -> LiteralSet {
    LiteralSet.all.subtracting(value)
  }

  static func constants(_ values: [JSONValue], in space: inout FormulaSpace) throws(SchemaError) -> LiteralSet {
    ConstantFamily.literals(values)
  }

  static func say(
    _ family: any KeywordFamily.Type, _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> LiteralSet {
    try family.literals(schema, in: &space)
  }
}

/// Conditions on strings.
enum StringDomain: LoweringDomain {
  static func known(_ id: FormulaID, in forms: borrowing LoweredForms) -> RegexID? { forms.strings[id] }
  static func remember(_ value: RegexID, _ id: FormulaID, in forms: inout LoweredForms) { forms.strings[id] = value }
  static func all(_ parts: [RegexID], in space: inout FormulaSpace) -> RegexID {
    space.strings.regex.intersection(parts)
  }
  static func any(_ parts: [RegexID], in space: inout FormulaSpace) -> RegexID {
    space.strings.regex.alternation(parts)
  }

  static func complement(_ value: RegexID, in space: inout FormulaSpace) -> RegexID {
    space.strings.regex.complement(value)
  }

  static func constants(_ values: [JSONValue], in space: inout FormulaSpace) throws(SchemaError) -> RegexID {
    ConstantFamily.strings(values, in: &space)
  }

  static func say(
    _ family: any KeywordFamily.Type, _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> RegexID {
    try family.strings(schema, in: &space)
  }
}

/// Conditions on numbers.
enum NumberDomain: LoweringDomain {
  static func known(_ id: FormulaID, in forms: borrowing LoweredForms) -> NumberSet? { forms.numbers[id] }
  static func remember(_ value: NumberSet, _ id: FormulaID, in forms: inout LoweredForms) { forms.numbers[id] = value }
  static func all(_ parts: [NumberSet], in space: inout FormulaSpace) -> NumberSet {
    parts.reduce(.all) { $0.intersection($1) }
  }
  static func any(_ parts: [NumberSet], in space: inout FormulaSpace) -> NumberSet {
    parts.reduce(.none) { $0.union($1) }
  }

  static func complement(_ value: NumberSet, in space: inout FormulaSpace) -> NumberSet { value.complement }

  static func constants(_ values: [JSONValue], in space: inout FormulaSpace) throws(SchemaError) -> NumberSet {
    try ConstantFamily.numbers(values)
  }

  static func say(
    _ family: any KeywordFamily.Type, _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> NumberSet {
    try family.numbers(schema, in: &space)
  }
}

/// Conditions on arrays.
enum ArrayDomain: LoweringDomain {
  static let isStructured = true

  static func known(_ id: FormulaID, in forms: borrowing LoweredForms) -> ResidualID? { forms.arrays[id] }
  static func remember(_ value: ResidualID, _ id: FormulaID, in forms: inout LoweredForms) { forms.arrays[id] = value }
  static func all(_ parts: [ResidualID], in space: inout FormulaSpace) -> ResidualID { space.and(parts) }
  static func any(_ parts: [ResidualID], in space: inout FormulaSpace) -> ResidualID { space.or(parts) }

  static func complement(_ value: ResidualID, in space: inout FormulaSpace) -> ResidualID { space.complement(value) }

  static func others(than indexes: [Int32], in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    let constants = indexes.filter { space.constants[Int($0)].arrayValue != nil }
    return constants.isEmpty ? .always : space.intern(.array(.differs(constants)))
  }

  static func container(_ residual: ResidualID, in _: inout FormulaSpace) -> ResidualID { residual }

  static func constants(_ values: [JSONValue], in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    ConstantFamily.arrays(values, in: &space)
  }

  static func say(
    _ family: any KeywordFamily.Type, _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> ResidualID {
    try family.arrays(schema, in: &space)
  }
}

/// Conditions on objects.
enum ObjectDomain: LoweringDomain {
  static let isStructured = true

  static func known(_ id: FormulaID, in forms: borrowing LoweredForms) -> ResidualID? { forms.objects[id] }
  static func remember(_ value: ResidualID, _ id: FormulaID, in forms: inout LoweredForms) { forms.objects[id] = value }
  static func all(_ parts: [ResidualID], in space: inout FormulaSpace) -> ResidualID { space.and(parts) }
  static func any(_ parts: [ResidualID], in space: inout FormulaSpace) -> ResidualID { space.or(parts) }

  static func areDisjoint(_ left: ResidualID, _ right: ResidualID, in space: inout FormulaSpace) -> Bool {
    space.areDisjoint(left, right)
  }

  static func complement(_ value: ResidualID, in space: inout FormulaSpace) -> ResidualID { space.complement(value) }

  static func others(than indexes: [Int32], in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    let constants = indexes.filter { space.constants[Int($0)].objectValue != nil }
    for constant in constants { space.nameKeys(of: constant) }
    return constants.isEmpty ? .always : space.intern(.object(.differs(constants)))
  }

  static func container(_ residual: ResidualID, in _: inout FormulaSpace) -> ResidualID { residual }

  static func constants(_ values: [JSONValue], in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    ConstantFamily.objects(values, in: &space)
  }

  static func say(
    _ family: any KeywordFamily.Type, _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> ResidualID {
    try family.objects(schema, in: &space)
  }
}
