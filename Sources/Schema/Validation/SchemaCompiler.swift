import JSON

/// Builds a `ValidationPlan`: follows every reference from the root and compiles each subschema once.
struct SchemaCompiler {
  private(set) var document: SchemaDocument
  private var plans: [SchemaNodeID: PlanID] = [:]
  private var sources: [SchemaNodeID] = []
  private var nodes: [ValidationPlan.Node] = []
  private var patterns: [ExactString: TextPattern] = [:]
  private var dynamicAnchors: Set<ExactString> = []
  private var hasRecursiveReference = false
  private var tracksEvaluated = false

  var options: SchemaOptions { document.options }

  static func compile(_ document: SchemaDocument) throws(SchemaError) -> ValidationPlan {
    var compiler = SchemaCompiler(document: document)
    return try compiler.compile()
  }

  private init(document: SchemaDocument) { self.document = document }

  private mutating func compile() throws(SchemaError) -> ValidationPlan {
    let root = plan(document.root)
    var dynamicTargets: [ExactString: [SchemaResourceID: PlanID]] = [:]
    var recursiveTargets: [SchemaResourceID: PlanID] = [:]
    // Compiling can load documents with further targets, and these further documents.
    while nodes.count < sources.count {
      while nodes.count < sources.count { nodes.append(try node(sources[nodes.count])) }
      for anchor in dynamicAnchors {
        for candidate in document.dynamicCandidates(anchor) {
          dynamicTargets[anchor, default: [:]][candidate.resource] = plan(candidate.target)
        }
      }
      if hasRecursiveReference {
        for candidate in document.recursiveCandidates() {
          recursiveTargets[candidate.resource] = plan(candidate.target)
        }
      }
    }
    return ValidationPlan(
      nodes: nodes, root: root, dynamicTargets: dynamicTargets, recursiveTargets: recursiveTargets,
      tracksEvaluated: tracksEvaluated, document: document)
  }

  /// The schema at `id`, to be compiled when its turn comes.
  private mutating func plan(_ id: SchemaNodeID) -> PlanID {
    if let known = plans[id] { return known }
    let plan = PlanID(sources.count)
    sources.append(id)
    plans[id] = plan
    return plan
  }

  private mutating func node(_ id: SchemaNodeID) throws(SchemaError) -> ValidationPlan.Node {
    let resource = document[id].resource
    guard let members = try document.keywords(of: id) else {
      return ValidationPlan.Node(
        source: id, resource: resource, constant: document[id].value.boolValue, keywords: [])
    }
    let dialect = document.dialect(of: id)
    let location = document.location(of: id)
    var compiled: [(phase: KeywordDefinition.Phase, keyword: any Keyword)] = []
    for member in members.members {
      // Up to draft 7 a reference replaces all its siblings.
      if dialect.draft <= .draft7, member.key != "$ref", members["$ref"] != nil { continue }
      guard let definition = KeywordTable.definition(member.key, in: dialect) else { continue }
      let source = KeywordSource(
        schema: id, keyword: member.key, value: member.value, siblings: members, dialect: dialect, location: location)
      if let keyword = try definition.compile(source, &self) { compiled.append((definition.phase, keyword)) }
    }
    let ordered = [KeywordDefinition.Phase.assertion, .applicator, .unevaluated].flatMap { phase in
      compiled.filter { $0.phase == phase }.map(\.keyword)
    }
    return ValidationPlan.Node(source: id, resource: resource, constant: nil, keywords: ordered)
  }

  // MARK: What keywords ask for

  /// The schema that stands at `tokens` in the keyword's schema.
  mutating func subschema(_ source: KeywordSource, at tokens: ExactString...) -> Subschema {
    guard let id = document.child(of: source.schema, at: tokens) else {
      preconditionFailure("\(source.location) has nothing at \(tokens)")
    }
    return Subschema(plan: plan(id), path: tokens)
  }

  /// The keyword's value, an array of schemas.
  mutating func subschemas(_ source: KeywordSource, nonEmpty: Bool = true) throws(SchemaError) -> [Subschema] {
    let items = try source.array()
    if nonEmpty, items.isEmpty { throw source.invalid("a non-empty array of schemas") }
    return items.indices.map { subschema(source, at: source.keyword, ExactString(String($0))) }
  }

  /// The keyword's value, an object of schemas.
  mutating func subschemaMap(_ source: KeywordSource) throws(SchemaError) -> [(key: ExactString, subschema: Subschema)]
  {
    try source.object().members.map { ($0.key, subschema(source, at: source.keyword, $0.key)) }
  }

  mutating func reference(_ source: KeywordSource) throws(SchemaError) -> (subschema: Subschema, anchor: ExactString?) {
    let reference = try document.reference(from: source.schema, keyword: source.keyword)
    return (Subschema(plan: plan(reference.target), path: [source.keyword]), reference.anchor)
  }

  /// The resource of a subschema.
  func resource(of subschema: Subschema) -> SchemaResource {
    document[document[sources[subschema.plan.index]].resource]
  }

  mutating func useDynamicAnchor(_ anchor: ExactString) { dynamicAnchors.insert(anchor) }
  mutating func useRecursiveReference() { hasRecursiveReference = true }
  mutating func trackEvaluated() { tracksEvaluated = true }

  /// A pattern of the keyword at `place`; equal texts are compiled once.
  mutating func pattern(_ text: ExactString, _ place: SchemaLocation) throws(SchemaError) -> TextPattern {
    if let known = patterns[text] { return known }
    let pattern = try TextPattern(text, at: place)
    patterns[text] = pattern
    return pattern
  }
}
