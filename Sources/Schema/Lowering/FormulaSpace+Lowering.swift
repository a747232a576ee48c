import Automata
import JSON

/// What formulas come to for each type of value, as far as it has been asked for.
struct LoweredForms {
  var views: [ScopedSchema: SchemaView?] = [:]
  var applied: [ScopedSchema: FormulaID] = [:]
  var literals = InternedTable<FormulaID, LiteralSet>()
  var strings = InternedTable<FormulaID, RegexID>()
  var numbers = InternedTable<FormulaID, NumberSet>()
  var arrays = InternedTable<FormulaID, ResidualID>()
  var objects = InternedTable<FormulaID, ResidualID>()
  var inPlace: [ScopedSchema: [InPlace]] = [:]
  var formats: [StringFormat: RegexID] = [:]
  /// By their text.
  var patterns: [ExactString: RegexID] = [:]
  var essences: [ResidualID: ObjectEssence] = [:]
  /// Formulas being lowered, to find references that lead back without consuming anything.
  var open = InternedSet<FormulaID>()
}

extension FormulaSpace {
  /// The condition that the schema at a place puts on values, reached from a scope.
  mutating func formula(of node: SchemaNodeID, in scope: ScopeID) -> FormulaID {
    switch document[node].value {
    case .bool(let holds): holds ? .always : .never
    case .object(let keywords) where keywords.isEmpty: .always
    default: intern(.schema(scoped(document.twin(of: node), in: scope)))
    }
  }

  /// The schema at a place, reached from a scope.
  mutating func scoped(_ node: SchemaNodeID, in scope: ScopeID) -> ScopedSchema {
    ScopedSchema(node: node, scope: scopes.entering(document[node].resource, scope, of: document))
  }

  /// The condition that a place in a schema puts on values.
  ///
  /// - Throws: `notASchema`.
  mutating func formula(of node: SchemaNodeID, under schema: SchemaView) throws(SchemaError) -> FormulaID {
    _ = try document.keywords(of: node)
    return formula(of: node, in: schema.scope)
  }

  /// The subschema at a path below a schema; nil when the path leads nowhere.
  mutating func child(_ schema: SchemaView, _ path: ExactString...) throws(SchemaError) -> FormulaID? {
    guard let node = document.child(of: schema.node, at: path) else { return nil }
    return try formula(of: node, under: schema)
  }

  /// The keywords that count at a schema; nil for booleans. Up to draft 7 a `$ref` hides its siblings.
  mutating func view(_ schema: ScopedSchema) throws(SchemaError) -> SchemaView? {
    if let known = lowered.views[schema] { return known }
    let node = schema.node
    var view: SchemaView?
    if let keywords = try document.keywords(of: node) {
      let dialect = document.dialect(of: node)
      let draft = dialect.draft
      let keywords =
        dialect.vocabularies == .standard
        ? keywords : JSONObject(keywords.members.filter { !KeywordTable.isSwitchedOff($0.key, in: dialect) })
      let reference = keywords["$ref"]
      let counted =
        draft <= .draft7 && reference != nil ? JSONObject([.init(key: "$ref", value: reference!)]) : keywords
      view = SchemaView(node: node, scope: schema.scope, keywords: counted, draft: draft)
    }
    lowered.views[schema] = .some(view)
    return view
  }

  /// What the schema applies in place, whatever the type of the value.
  private mutating func applied(_ schema: SchemaView) throws(SchemaError) -> FormulaID {
    if let known = lowered.applied[schema.schema] { return known }
    var parts: [FormulaID] = []
    for family in schema.families { parts.append(try family.formula(schema, in: &self)) }
    let formula = and(parts)
    lowered.applied[schema.schema] = formula
    return formula
  }

  /// Schemas that may be applied in place within each other, by references too. Each takes some stack.
  static let inPlaceLimit = 512

  private mutating func enter(_ id: FormulaID) throws(SchemaError) {
    guard lowered.open.count < Self.inPlaceLimit else { throw .depthLimit(Self.inPlaceLimit) }
    guard lowered.open.insert(id) else {
      guard case .schema(let schema) = formula(id) else { preconditionFailure("only schemas refer") }
      throw .referenceCycle(document.location(of: schema.node))
    }
  }

  mutating func literals(_ id: FormulaID) throws(SchemaError) -> LiteralSet { try lower(id, LiteralDomain.self) }
  mutating func strings(_ id: FormulaID) throws(SchemaError) -> RegexID { try lower(id, StringDomain.self) }
  /// The strings that may be written: all, or those that are sure to satisfy the condition.
  mutating func writtenStrings(_ id: FormulaID) throws(SchemaError) -> RegexID { written(try strings(id)) }
  mutating func written(_ language: RegexID) -> RegexID {
    options.guards ? language : strings.regex.certain(language)
  }
  mutating func numbers(_ id: FormulaID) throws(SchemaError) -> NumberSet { try lower(id, NumberDomain.self) }
  mutating func arrays(_ id: FormulaID) throws(SchemaError) -> ResidualID { try lower(id, ArrayDomain.self) }
  mutating func objects(_ id: FormulaID) throws(SchemaError) -> ResidualID { try lower(id, ObjectDomain.self) }

  /// What a condition comes to for the values of one domain.
  private mutating func lower<Domain: LoweringDomain>(
    _ id: FormulaID, _ domain: Domain.Type
  ) throws(SchemaError) -> Domain.Value {
    if let known = Domain.known(id, in: lowered) { return known }
    try spend(16)
    var parts: [Domain.Value] = []
    let result: Domain.Value
    switch formula(id) {
    case .always: result = Domain.all([], in: &self)
    case .never: result = Domain.any([], in: &self)
    case .constants(let indexes):
      result = try Domain.constants(values(indexes), in: &self)
    case .structured: result = Domain.isStructured ? Domain.all([], in: &self) : Domain.any([], in: &self)
    case .container(let residual): result = Domain.container(residual, in: &self)
    case .not(let operand):
      if case .constants(let indexes) = formula(operand) {
        result = try Domain.others(than: indexes, in: &self)
      } else {
        result = Domain.complement(try lower(operand, domain), in: &self)
      }
    case .one(let operands):
      for operand in operands { parts.append(try lower(operand, domain)) }
      result = Domain.one(parts, in: &self)
    case .and(let operands):
      for operand in operands { parts.append(try lower(operand, domain)) }
      result = Domain.all(parts, in: &self)
    case .or(let operands):
      for operand in operands { parts.append(try lower(operand, domain)) }
      result = Domain.any(parts, in: &self)
    case .schema(let place):
      if let schema = try view(place) {
        try enter(id)
        defer { lowered.open.remove(id) }
        for family in schema.families { parts.append(try Domain.say(family, schema, in: &self)) }
        // What is ruled out already needs no look at the schemas that are applied in place.
        if Domain.all(parts, in: &self) != Domain.any([], in: &self) {
          parts.append(try lower(try applied(schema), domain))
        }
      }
      result = Domain.all(parts, in: &self)
    }
    Domain.remember(result, id, in: &lowered)
    return result
  }

  /// The place to name in an error about a condition.
  func location(of id: FormulaID) -> SchemaLocation {
    switch formula(id) {
    case .schema(let schema): document.location(of: schema.node)
    case .not(let operand): location(of: operand)
    case .and(let operands), .or(let operands), .one(let operands): location(of: operands[0])
    case .always, .never, .constants, .structured, .container: document.location(of: document.root)
    }
  }
}
