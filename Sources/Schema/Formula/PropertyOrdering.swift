/// The declared order of an object's members: those of `properties`, then other required ones; additional ones come
/// after all of these.
struct PropertyOrdering: Hashable {
  let keys: [KeyID]
  /// Empty where the keys are ascending, as they mostly are: they are searched then.
  private let positions: [KeyID: Int32]

  init(_ keys: [KeyID]) {
    self.keys = keys
    let isAscending = zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 }
    positions =
      isAscending ? [:] : Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, Int32($0)) })
  }

  static func == (left: Self, right: Self) -> Bool { left.keys == right.keys }
  func hash(into hasher: inout Hasher) { hasher.combine(keys) }

  /// The key's place; that behind all declared ones for additional keys.
  func position(_ key: KeyID) -> Int32 {
    if !positions.isEmpty { return positions[key] ?? Int32(keys.count) }
    let place = keys.sortedPlace(of: key)
    return Int32(place < keys.count && keys[place] == key ? place : keys.count)
  }
}

extension FormulaSpace {
  /// The order for an object with a condition, which has come to `residual`; nil where the options allow any.
  mutating func ordering(_ id: FormulaID, _ residual: ResidualID) throws(SchemaError) -> PropertyOrdering? {
    options.propertyOrder == .declared ? PropertyOrdering(try declaredKeys([(id, residual)])) : nil
  }

  /// The keys that a condition names.
  func declaredKeys(_ id: ResidualID) -> [KeyID] {
    var declared = DistinctKeys()
    var required = DistinctKeys()
    collect(id, &declared, &required)
    for key in required.keys { declared.add(key) }
    return declared.keys
  }

  private func collect(_ id: ResidualID, _ declared: inout DistinctKeys, _ required: inout DistinctKeys) {
    switch residual(id) {
    case .object(.properties(let index)), .object(.violation(let index)):
      for named in rules[Int(index)].named { declared.add(named.key) }
    case .object(.absent(let key)): required.add(key)
    case .object(.differs(let constants)):
      // The keys of the constants have ids since the constants were lowered.
      for constant in constants { for key in keyIDs(of: constant) { required.add(key) } }
    case .object(.required(let keys)): for key in keys { required.add(key) }
    case .and(let operands), .or(let operands):
      for operand in operands { collect(operand, &declared, &required) }
    case .always, .never, .object(.count), .object(.names), .object(.otherName), .array: break
    }
  }
}
