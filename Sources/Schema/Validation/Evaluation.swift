import JSON

/// The state of judging one instance.
struct Evaluation {
  let plan: ValidationPlan
  /// Whether violations are wanted; otherwise evaluation stops at the first.
  let collects: Bool
  private(set) var violations: [SchemaViolation] = []

  /// What the schema that is being applied has evaluated of its instance.
  private(set) var properties = Evaluated()
  private(set) var items = Evaluated()

  /// Resources entered and not yet left, outermost first.
  private(set) var scopes: [SchemaResourceID] = []

  /// The schema whose keywords are being evaluated.
  private var current: PlanID
  private var depth = 0
  private var instanceDepth = 0
  /// For each schema in progress, at which depth of the instance it was entered last and how often there.
  private var entries: [(instanceDepth: Int, count: Int)]
  /// Only kept while violations are collected.
  private var instancePath: [ExactString] = []
  private var keywordPath: [ExactString] = []

  init(_ plan: ValidationPlan, collects: Bool) {
    self.plan = plan
    self.collects = collects
    current = plan.root
    entries = Array(repeating: (-1, 0), count: plan.nodes.count)
  }

  mutating func run(_ instance: JSONValue) throws(SchemaError) -> Bool {
    try enter(plan.root, instance)
  }

  // MARK: Applying subschemas

  /// Applies a subschema to the same instance; what it evaluates counts for the schema around it when it holds.
  mutating func apply(_ subschema: Subschema, _ instance: JSONValue) throws(SchemaError) -> Bool {
    let (outerProperties, outerItems) = (properties, items)
    properties = Evaluated()
    items = Evaluated()
    let holds = try descend(subschema, instance)
    let (innerProperties, innerItems) = (properties, items)
    properties = outerProperties
    items = outerItems
    if holds, plan.tracksEvaluated {
      properties.formUnion(innerProperties)
      items.formUnion(innerItems)
    }
    return holds
  }

  /// Applies a subschema to a member, an item or a name of the instance, which `token` tells.
  mutating func apply(
    _ subschema: Subschema, to child: JSONValue, at token: @autoclosure () -> ExactString
  ) throws(SchemaError) -> Bool {
    let (outerProperties, outerItems) = (properties, items)
    properties = Evaluated()
    items = Evaluated()
    instanceDepth += 1
    if collects { instancePath.append(token()) }
    let holds = try descend(subschema, child)
    if collects { instancePath.removeLast() }
    instanceDepth -= 1
    properties = outerProperties
    items = outerItems
    return holds
  }

  private mutating func descend(_ subschema: Subschema, _ instance: JSONValue) throws(SchemaError) -> Bool {
    let outer = current
    if collects { keywordPath += subschema.path }
    let holds = try enter(subschema.plan, instance)
    if collects { keywordPath.removeLast(subschema.path.count) }
    current = outer
    return holds
  }

  private mutating func enter(_ id: PlanID, _ instance: JSONValue) throws(SchemaError) -> Bool {
    let keywords: [any Keyword]
    current = id
    switch plan.nodes[id.index].rule {
    case .constant(true): return true
    case .constant(false): return fail([], "nothing is allowed here")
    case .keywords(let list): keywords = list
    }
    guard depth < CompiledSchema.maximumDepth else { throw .depthLimit(CompiledSchema.maximumDepth) }
    let entry = entries[id.index]
    let count = entry.instanceDepth == instanceDepth ? entry.count + 1 : 1
    // Another round can end elsewhere only when it entered another resource that dynamic references see.
    guard count <= plan.document.resources.count + 1 else {
      throw .referenceCycle(plan.document.location(of: plan[id].source))
    }
    entries[id.index] = (instanceDepth, count)
    let resource = plan.nodes[id.index].resource
    let entersResource = scopes.last != resource
    if entersResource { scopes.append(resource) }
    depth += 1
    var holds = true
    for keyword in keywords where try !keyword.evaluate(instance, &self) {
      holds = false
      if !collects { break }
    }
    depth -= 1
    if entersResource { scopes.removeLast() }
    entries[id.index] = entry
    return holds
  }

  // MARK: Violations

  /// Records that the keyword at `path` below the current schema is violated.
  mutating func fail(_ path: [ExactString], _ message: @autoclosure () -> String) -> Bool {
    guard collects else { return false }
    let place = plan.document.location(of: plan[current].source)
    violations.append(
      SchemaViolation(
        instanceLocation: JSONPointer(instancePath), keywordLocation: JSONPointer(keywordPath + path),
        absoluteKeywordLocation: SchemaLocation(
          documentURI: place.documentURI, pointer: JSONPointer(place.pointer.tokens + path)),
        message: message()))
    return false
  }

  mutating func fail(_ keyword: ExactString, _ message: @autoclosure () -> String) -> Bool {
    fail([keyword], message())
  }

  /// Forgets the violations since there were `count`: a branch failed that need not hold.
  mutating func forgetViolations(since count: Int) { violations.removeLast(violations.count - count) }

  // MARK: Evaluated members and items

  mutating func markProperty(_ position: Int) { if plan.tracksEvaluated { properties.mark(position) } }
  mutating func markAllProperties() { if plan.tracksEvaluated { properties.markAll() } }
  mutating func markItem(_ position: Int) { if plan.tracksEvaluated { items.mark(position) } }
  mutating func markAllItems() { if plan.tracksEvaluated { items.markAll() } }
}
