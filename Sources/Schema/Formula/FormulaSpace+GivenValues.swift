import Automata
import JSON

/// Conditions that only given values satisfy, or all but given values, as the branches of a discriminated union make them:
/// what they come to together is seen without a look at the types of the values.
extension FormulaSpace {
  /// Values by index in `constants`, ascending.
  private enum Given {
    case only([Int32])
    case allBut([Int32])
  }

  /// With more values, an `enum` takes as long to read as what it would save.
  private static let fewValues = 32

  /// Conditions that hold together, as one where given values settle it; nil where they don't.
  ///
  /// - Parameter operands: at least two, ascending.
  mutating func settled(_ operands: [FormulaID]) -> FormulaID? {
    var base: (id: FormulaID, values: [Int32])?
    var parts: [(id: FormulaID, given: Given)] = []
    for id in operands {
      guard let given = given(id) else { continue }
      parts.append((id, given))
      if case .only(let values) = given, values.count < base?.values.count ?? .max { base = (id, values) }
    }
    guard let base, parts.count > 1 else { return nil }
    let left = base.values.filter { value in
      parts.allSatisfy { part in
        switch part.given {
        case .only(let values): values.contains(value)
        case .allBut(let values): !values.contains(value)
        }
      }
    }
    if left.isEmpty { return .never }
    let condition = left.count == base.values.count ? base.id : constants(left)
    let others = operands.filter { id in !parts.contains { $0.id == id } }
    return others.isEmpty ? condition : and(others + [condition])
  }

  private mutating func given(_ id: FormulaID) -> Given? {
    switch formula(id) {
    case .constants(let values): return .only(values)
    case .not(let operand):
      guard case .only(let values) = given(operand) else { return nil }
      return .allBut(values)
    case .schema(let place):
      if let known = givenValues[id] { return known.map { .only($0) } }
      let values = values(of: place)
      givenValues[id] = .some(values)
      return values.map { .only($0) }
    case .always, .never, .structured, .container, .one, .and, .or: return nil
    }
  }

  /// The values of a schema that says nothing but what they are, perhaps by a pattern that few strings match, and perhaps
  /// their types; nil for others.
  private mutating func values(of place: ScopedSchema) -> [Int32]? {
    // What can't be read here is told where the schema is lowered.
    guard let schema = (try? view(place)) ?? nil, let lists = try? ConstantFamily.lists(schema, self) else {
      return nil
    }
    var facts = PlainFacts()
    for member in schema.keywords.members where KeywordFamilies.byKeyword[member.key] != nil {
      guard facts.note(member) else { return nil }
    }
    if facts.isOnlyPattern, let language = try? strings(intern(.schema(place))) {
      guard let texts = strings.regex.texts(language, limit: Self.fewValues) else { return nil }
      return Set(texts.map { constantID(.string(ExactString($0))) }).sorted()
    }
    guard let values = lists.first, facts.isOnlyTyped, values.count <= Self.fewValues else { return nil }
    var indexes: [Int32] = []
    for value in values {
      if let type = PlainFacts.simpleType(of: value) {
        if let types = facts.types, !types.contains(type) { continue }
      } else if value.numberValue == nil || facts.types != nil {
        return nil
      }
      indexes.append(constantID(value))
    }
    return Set(indexes).sorted()
  }
}
