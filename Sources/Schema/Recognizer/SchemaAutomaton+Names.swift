import Automata
import JSON

/// Which property names may come next.
extension SchemaAutomaton {
  /// The names outside of some, by class.
  struct OtherNames: Hashable {
    let patterns: [RegexID]
    let order: Int32
    /// Names that stand already without being in the order, sorted.
    let extras: [KeyID]
  }

  /// The property names that may come next: those that conditions name, and all others.
  ///
  /// The two stay apart, since what a name brings depends on which of them it is in.
  mutating func keyChoices(_ id: FrameID) throws(SchemaError) -> [StringChoice] {
    if let known = keyLanguages[id] { return known }
    guard case .object(let frame) = frames[Int(id.index)] else { preconditionFailure("keys are for objects") }
    var others: [StringChoice] = []
    let classes = try otherNames(frame)
    var isOpen = false
    for (key, language) in classes where try canStand(key, in: id, frame) {
      others.append(StringChoice(label: key.index, rest: language))
      if try isDense(language) { isOpen = true }
    }
    // All classes together have every name but the given ones.
    if classes.count > 1, others.count == classes.count, !space.isGuarded, space.written(.anything) == .anything {
      isOpen = true
    }
    openNames[id] = isOpen
    let named = try namedLanguage(id, frame, isOpen: isOpen)
    let choices = (named == .none ? [] : [StringChoice(label: Self.namedLabel, rest: named)]) + others
    keyLanguages[id] = choices
    return choices
  }

  /// The names that conditions name and that may come next.
  ///
  /// Where every beginning of a name can go on as one of the other names, it costs nothing to take a name along that
  /// can't stand: it is refused at its closing quote. All frames of an object have one language then.
  private mutating func namedLanguage(
    _ id: FrameID, _ frame: ObjectFrame, isOpen: Bool
  ) throws(SchemaError) -> RegexID {
    if isOpen, let known = namedLanguages[frame.order] { return known }
    let names = sortedNames(frame.order)
    var allowed: [[UInt32]] = []
    var numbers: [Int32] = []
    for name in names {
      if !isOpen, try !canStand(name.key, in: id, frame) { continue }
      allowed.append(name.scalars)
      numbers.append(name.key.index)
    }
    let language = space.strings.regex.literals(sorted: allowed, numbers: numbers)
    if isOpen { namedLanguages[frame.order] = language }
    return language
  }

  mutating func isDense(_ language: RegexID) throws(SchemaError) -> Bool {
    do throws(AutomatonError) {
      return try space.strings.regex.isDense(language)
    } catch {
      throw tooComplex(error)
    }
  }

  /// The names that conditions name, in the order of their code points.
  private mutating func sortedNames(_ order: Int32) -> [(key: KeyID, scalars: [UInt32])] {
    if let known = namesByOrder[order] { return known }
    var names: [(key: KeyID, scalars: [UInt32])] = []
    for key in orders[Int(order)].keys {
      names.append((key, space.keys.codePoints(key)))
    }
    names.sort { $0.scalars.lexicographicallyPrecedes($1.scalars) }
    namesByOrder[order] = names
    return names
  }

  private mutating func otherNames(_ frame: ObjectFrame) throws(SchemaError) -> [(key: KeyID, language: RegexID)] {
    var patterns: Set<RegexID> = []
    for entry in frame.entries { space.collectPatterns(entry.residual, &patterns) }
    let order = orders[Int(frame.order)]
    let other = OtherNames(
      patterns: patterns.sorted(), order: frame.order,
      extras: frame.seen.filter { !$0.isClass && order.position($0) == Int32(order.keys.count) })
    if let known = otherNames[other] { return known }
    let classes = try space.keyClasses(other.patterns, outside: (order.keys + other.extras).sorted())
    otherNames[other] = classes
    return classes
  }

  /// Whether a member with this key can come: `memberStep` is not nil.
  private mutating func canStand(_ key: KeyID, in id: FrameID, _ frame: ObjectFrame) throws(SchemaError) -> Bool {
    if !key.isClass, frame.seen.containsSorted(key) { return false }
    let order = orders[Int(frame.order)]
    let isDeclared = space.options.propertyOrder == .declared
    let position = isDeclared ? order.position(key) : -1
    if isDeclared, position <= frame.last, position < Int32(order.keys.count) { return false }
    /// Conditions that take a closer look.
    var open: [ResidualID] = []
    for entry in frame.entries {
      // Of alternatives, one that can be met is enough.
      guard case .or(let alternatives) = space.residual(entry.residual) else {
        switch try allows(entry.residual, key, isDeclared ? frame.order : nil, position) {
        case .some(true): return true
        case .some(false): continue
        case nil: open.append(entry.residual)
        }
        continue
      }
      let facts = ObjectFacts(seen: frame.seen, last: frame.last, order: isDeclared ? order : nil)
      for alternative in alternatives {
        switch try allows(alternative, key, isDeclared ? frame.order : nil, position) {
        case .some(true) where try space.isSurelyCompletable(alternative, facts): return true
        case .some(false): continue
        case .some(true), nil: open.append(alternative)
        }
      }
    }
    if open.isEmpty { return false }
    return try hasMemberStep(id, key, among: open)
  }

  /// Whether a condition that can be met lets a key stand; nil where that takes a closer look.
  private mutating func allows(
    _ id: ResidualID, _ key: KeyID, _ order: Int32?, _ position: Int32
  ) throws(SchemaError) -> Bool? {
    var claims: [FormulaID] = []
    guard let isSimple = isSimple(id, key, order, position, &claims) else { return nil }
    if !isSimple { return false }
    if claims.isEmpty { return true }
    return try space.isSatisfiable(claims.count == 1 ? claims[0] : space.and(claims))
  }

  /// Required keys in an order.
  struct RequiredKeys: InternedKey {
    let residual: ResidualID
    let order: Int32

    func mix(into mixer: inout KeyMixer) { mixer.add(residual.index, order) }
  }

  /// The position of the first of the required keys.
  private mutating func firstRequired(_ required: RequiredKeys, _ keys: [KeyID]) -> Int32 {
    if let known = firstRequired[required] { return known }
    let first = keys.reduce(Int32.max) { min($0, orders[Int(required.order)].position($1)) }
    firstRequired[required] = first
    return first
  }

  /// Whether a condition lets a key stand, if its value can satisfy the claims; nil where that takes a closer look.
  ///
  /// Nothing here can make what is still to come impossible but the order, since the object can be completed as it is.
  private mutating func isSimple(
    _ id: ResidualID, _ key: KeyID, _ order: Int32?, _ position: Int32, _ claims: inout [FormulaID]
  ) -> Bool? {
    switch space.residual(id) {
    case .always: return true
    case .object(.properties(let rules)):
      let claim = space.formula(of: key, in: rules)
      if claim == .never { return false }
      if claim != .always { claims.append(claim) }
      return true
    case .object(.required(let keys)):
      guard let order else { return true }
      let first = firstRequired(RequiredKeys(residual: id, order: order), keys)
      // The key itself may be the first, and only then the others are looked at.
      return first > position
        || first == position && keys.allSatisfy { $0 == key || orders[Int(order)].position($0) > position }
    case .object(.absent(let absent)): return key != absent
    case .and(let operands):
      var isSettled = true
      for operand in operands {
        switch isSimple(operand, key, order, position, &claims) {
        case .some(true): continue
        case .some(false): return false
        case nil: isSettled = false
        }
      }
      return isSettled ? true : nil
    default: return nil
    }
  }
}
