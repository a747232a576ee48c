import Automata
import JSON

/// `properties`, `patternProperties`, `additionalProperties`, `propertyNames`, `required`, `minProperties`,
/// `maxProperties`, and the dependencies between members.
enum ObjectFamily: KeywordFamily {
  static let keywords: [ExactString] = [
    "properties", "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties",
    "maxProperties", "dependentRequired", "dependentSchemas", "dependencies",
  ]

  static func objects(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    var parts: [ResidualID] = []
    if let rules = try rules(schema, in: &space) {
      parts.append(space.intern(.object(.properties(space.intern(rules)))))
    }
    let required = try required(schema, in: &space)
    if !required.isEmpty { parts.append(space.intern(.object(.required(required)))) }
    let minimum = try space.count("minProperties", schema) ?? 0
    let maximum = try space.count("maxProperties", schema)
    if minimum > 0 || maximum != nil {
      parts.append(space.intern(.object(.count(minimum: minimum, maximum: maximum))))
    }
    if schema.draft > .draft4, let names = try space.child(schema, "propertyNames") {
      let language = try space.strings(names)
      if language != .anything { parts.append(space.intern(.object(.names(language)))) }
    }
    parts += try dependencies(schema, in: &space)
    return space.and(parts)
  }

  /// `dependentRequired`, `dependentSchemas`, and `dependencies`, which was both up to draft 7.
  private static func dependencies(
    _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> [ResidualID] {
    var parts: [ResidualID] = []
    let keywords: [ExactString] = schema.draft >= .draft2019 ? ["dependentRequired"] : []
    for keyword in keywords + schemaDependencies(schema, in: space) {
      guard let value = schema.keywords[keyword] else { continue }
      let place = space.document.location(of: schema.node).appending(keyword)
      guard case .object(let members) = value else { throw .invalidKeyword(place, expected: "an object") }
      for member in members.members {
        let absent = space.intern(.object(.absent(space.keys.id(of: member.key))))
        let consequence: ResidualID
        if case .array(let names) = member.value, keyword != "dependentSchemas" {
          guard let keys = keys(names, in: &space) else {
            throw .invalidKeyword(place.appending(member.key), expected: "an array of strings")
          }
          consequence = keys.isEmpty ? .always : space.intern(.object(.required(keys)))
        } else if let formula = try space.child(schema, keyword, member.key), keyword != "dependentRequired" {
          consequence = try space.objects(formula)
        } else {
          throw .invalidKeyword(place.appending(member.key), expected: "an array of strings or a schema")
        }
        parts.append(space.or([absent, consequence]))
      }
    }
    return parts
  }

  /// The keywords that apply schemas when a member is present.
  static func schemaDependencies(_ schema: SchemaView, in space: borrowing FormulaSpace) -> [ExactString] {
    let keepsOld = schema.draft <= .draft7 || space.document.options.keepsOldDependencies
    return (schema.draft >= .draft2019 ? ["dependentSchemas"] : []) + (keepsOld ? ["dependencies"] : [])
  }

  private static func rules(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> PropertyRules? {
    let additional = try space.child(schema, "additionalProperties") ?? .always
    var named: [PropertyRules.Named] = []
    if let value = schema.keywords["properties"] {
      guard case .object(let members) = value else {
        throw .invalidKeyword(
          space.document.location(of: schema.node).appending("properties"), expected: "an object of schemas")
      }
      if let map = space.document.child(of: schema.node, at: "properties") {
        named.reserveCapacity(members.count)
        for (index, member) in members.members.enumerated() {
          let formula = try space.formula(of: space.document.member(index, of: members, at: map), under: schema)
          named.append(PropertyRules.Named(key: space.keys.id(of: member.key), formula: formula))
        }
      }
    }
    var patterns = try patterns(schema, in: &space)
    // What is free to be anything by itself needs no exemption.
    if additional == .always { patterns.removeAll { $0.formula == .always } }
    if named.isEmpty, patterns.isEmpty, additional == .always { return nil }
    return PropertyRules(named: named, patterns: patterns, additional: additional)
  }

  private static func patterns(
    _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> [PropertyRules.Pattern] {
    guard let value = schema.keywords["patternProperties"] else { return [] }
    let place = space.document.location(of: schema.node).appending("patternProperties")
    guard case .object(let members) = value else { throw .invalidKeyword(place, expected: "an object of schemas") }
    var patterns: [PropertyRules.Pattern] = []
    for key in members.keys {
      let language = try space.propertyPattern(key, schema)
      guard let formula = try space.child(schema, "patternProperties", key) else { continue }
      patterns.append(PropertyRules.Pattern(language: language, formula: formula))
    }
    return patterns
  }

  private static func required(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> [KeyID] {
    guard let value = schema.keywords["required"] else { return [] }
    guard case .array(let names) = value, let keys = keys(names, in: &space) else {
      // Draft 3 had booleans here, and many schemas in the wild still do; draft 4 on they are no `required`.
      throw .invalidKeyword(
        space.document.location(of: schema.node).appending("required"), expected: "an array of strings")
    }
    return keys
  }

  /// Sorted, without duplicates; nil when one of the names is no string.
  private static func keys(_ names: [JSONValue], in space: inout FormulaSpace) -> [KeyID]? {
    var keys: [KeyID] = []
    keys.reserveCapacity(names.count)
    for name in names {
      guard case .string(let text) = name else { return nil }
      keys.append(space.keys.id(of: text))
    }
    keys.sort()
    var unique: [KeyID] = []
    unique.reserveCapacity(keys.count)
    for key in keys where unique.last != key { unique.append(key) }
    return unique
  }
}

extension FormulaSpace {
  /// The names that a key of `patternProperties` matches.
  mutating func propertyPattern(_ pattern: ExactString, _ schema: SchemaView) throws(SchemaError) -> RegexID {
    try self.pattern(
      pattern.text, at: document.location(of: schema.node).appending("patternProperties").appending(pattern))
  }
}
