import Automata
import JSON

/// What formulas come to for each type of value, as far as it has been asked for.
struct LoweredForms {
  var views: [SchemaNodeID: SchemaView?] = [:]
  var applied: [SchemaNodeID: FormulaID] = [:]
  var literals: [FormulaID: LiteralSet] = [:]
  var strings: [FormulaID: RegexID] = [:]
  var numbers: [FormulaID: NumberSet] = [:]
  var arrays: [FormulaID: ResidualID] = [:]
  var objects: [FormulaID: ResidualID] = [:]
  /// Formulas being lowered, to find references that lead back without consuming anything.
  var open: Set<FormulaID> = []
}

extension FormulaSpace {
  /// The condition that the schema at a place puts on values.
  mutating func formula(of node: SchemaNodeID) -> FormulaID {
    switch document[node].value {
    case .bool(let holds): holds ? .always : .never
    case .object(let keywords) where keywords.isEmpty: .always
    default: intern(.schema(node))
    }
  }

  /// The subschema at a path below a schema; nil when the path leads nowhere.
  mutating func child(_ schema: SchemaView, _ path: ExactString...) throws(SchemaError) -> FormulaID? {
    guard let node = document.child(of: schema.id, at: path) else { return nil }
    _ = try document.keywords(of: node)
    return formula(of: node)
  }

  /// The keywords that count at a schema; nil for booleans. Up to draft 7 a `$ref` hides its siblings.
  mutating func view(_ node: SchemaNodeID) throws(SchemaError) -> SchemaView? {
    if let known = lowered.views[node] { return known }
    var view: SchemaView?
    if let keywords = try document.keywords(of: node) {
      let draft = document.draft(of: node)
      let reference = keywords["$ref"]
      let counted =
        draft <= .draft7 && reference != nil ? JSONObject([.init(key: "$ref", value: reference!)]) : keywords
      view = SchemaView(id: node, keywords: counted, draft: draft)
    }
    lowered.views[node] = .some(view)
    return view
  }

  func families(_ schema: SchemaView) -> [any KeywordFamily.Type] {
    var present: Set<Int> = []
    for member in schema.keywords.members {
      if let family = KeywordFamilies.byKeyword[member.key] { present.insert(family) }
    }
    return present.sorted().map { KeywordFamilies.all[$0] }
  }

  /// What the schema applies in place, whatever the type of the value.
  private mutating func applied(_ schema: SchemaView) throws(SchemaError) -> FormulaID {
    if let known = lowered.applied[schema.id] { return known }
    var parts: [FormulaID] = []
    for family in families(schema) { parts.append(try family.formula(schema, in: &self)) }
    let formula = and(parts)
    lowered.applied[schema.id] = formula
    return formula
  }

  private mutating func enter(_ id: FormulaID) throws(SchemaError) {
    guard lowered.open.insert(id).inserted else {
      guard case .schema(let node) = formula(id) else { preconditionFailure("only schemas refer") }
      throw .referenceCycle(document.location(of: node))
    }
  }

  mutating func literals(_ id: FormulaID) throws(SchemaError) -> LiteralSet {
    if let known = lowered.literals[id] { return known }
    var result: LiteralSet
    switch formula(id) {
    case .always: result = .all
    case .never: result = []
    case .constant(let index): result = ConstantFamily.literals([constants[Int(index)]])
    case .and(let operands):
      result = .all
      for operand in operands { result.formIntersection(try literals(operand)) }
    case .or(let operands):
      result = []
      for operand in operands { result.formUnion(try literals(operand)) }
    case .schema(let node):
      result = .all
      guard let schema = try view(node) else { break }
      try enter(id)
      defer { lowered.open.remove(id) }
      for family in families(schema) { result.formIntersection(try family.literals(schema, in: &self)) }
      if !result.isEmpty { result.formIntersection(try literals(try applied(schema))) }
    }
    lowered.literals[id] = result
    return result
  }

  mutating func strings(_ id: FormulaID) throws(SchemaError) -> RegexID {
    if let known = lowered.strings[id] { return known }
    var parts: [RegexID] = []
    var result: RegexID
    switch formula(id) {
    case .always: result = .anything
    case .never: result = .none
    case .constant(let index): result = ConstantFamily.strings([constants[Int(index)]], in: &self)
    case .and(let operands):
      for operand in operands { parts.append(try strings(operand)) }
      result = strings.regex.intersection(parts)
    case .or(let operands):
      for operand in operands { parts.append(try strings(operand)) }
      result = strings.regex.alternation(parts)
    case .schema(let node):
      result = .anything
      guard let schema = try view(node) else { break }
      try enter(id)
      defer { lowered.open.remove(id) }
      for family in families(schema) { parts.append(try family.strings(schema, in: &self)) }
      if !parts.contains(.none) { parts.append(try strings(try applied(schema))) }
      result = strings.regex.intersection(parts)
    }
    lowered.strings[id] = result
    return result
  }

  mutating func numbers(_ id: FormulaID) throws(SchemaError) -> NumberSet {
    if let known = lowered.numbers[id] { return known }
    var result: NumberSet
    switch formula(id) {
    case .always: result = .all
    case .never: result = .none
    case .constant(let index): result = try ConstantFamily.numbers([constants[Int(index)]])
    case .and(let operands):
      result = .all
      for operand in operands { result = result.intersection(try numbers(operand)) }
    case .or(let operands):
      result = .none
      for operand in operands { result = result.union(try numbers(operand)) }
    case .schema(let node):
      result = .all
      guard let schema = try view(node) else { break }
      try enter(id)
      defer { lowered.open.remove(id) }
      for family in families(schema) { result = result.intersection(try family.numbers(schema, in: &self)) }
      if !result.isEmpty { result = result.intersection(try numbers(try applied(schema))) }
    }
    lowered.numbers[id] = result
    return result
  }

  mutating func arrays(_ id: FormulaID) throws(SchemaError) -> ResidualID {
    if let known = lowered.arrays[id] { return known }
    var parts: [ResidualID] = []
    var result: ResidualID
    switch formula(id) {
    case .always: result = .always
    case .never: result = .never
    case .constant(let index): result = ConstantFamily.arrays([constants[Int(index)]], in: &self)
    case .and(let operands):
      for operand in operands { parts.append(try arrays(operand)) }
      result = and(parts)
    case .or(let operands):
      for operand in operands { parts.append(try arrays(operand)) }
      result = or(parts)
    case .schema(let node):
      result = .always
      guard let schema = try view(node) else { break }
      try enter(id)
      defer { lowered.open.remove(id) }
      for family in families(schema) { parts.append(try family.arrays(schema, in: &self)) }
      if !parts.contains(.never) { parts.append(try arrays(try applied(schema))) }
      result = and(parts)
    }
    lowered.arrays[id] = result
    return result
  }

  mutating func objects(_ id: FormulaID) throws(SchemaError) -> ResidualID {
    if let known = lowered.objects[id] { return known }
    var parts: [ResidualID] = []
    var result: ResidualID
    switch formula(id) {
    case .always: result = .always
    case .never: result = .never
    case .constant(let index): result = ConstantFamily.objects([constants[Int(index)]], in: &self)
    case .and(let operands):
      for operand in operands { parts.append(try objects(operand)) }
      result = and(parts)
    case .or(let operands):
      for operand in operands { parts.append(try objects(operand)) }
      result = or(parts)
    case .schema(let node):
      result = .always
      guard let schema = try view(node) else { break }
      try enter(id)
      defer { lowered.open.remove(id) }
      for family in families(schema) { parts.append(try family.objects(schema, in: &self)) }
      if !parts.contains(.never) { parts.append(try objects(try applied(schema))) }
      result = and(parts)
    }
    lowered.objects[id] = result
    return result
  }

  /// The place to name in an error about a condition.
  func location(of id: FormulaID) -> SchemaLocation {
    switch formula(id) {
    case .schema(let node): document.location(of: node)
    case .and(let operands), .or(let operands): location(of: operands[0])
    case .always, .never, .constant: document.location(of: document.root)
    }
  }
}
