import JSON

/// The state of judging one instance.
struct Evaluation {
  let plan: ValidationPlan
  /// Whether violations are wanted; otherwise evaluation stops at the first.
  let collects: Bool
  private(set) var violations: [SchemaViolation] = []

  /// What each schema in progress has evaluated of its instance, the innermost last; only kept where a schema asks.
  private var evaluated: [Evaluated] = []

  /// Resources entered and not yet left, outermost first.
  private(set) var scopes: [SchemaResourceID] = []

  private struct Entry {
    let instanceDepth: Int
    let count: Int
  }

  /// The schema whose keywords are being evaluated.
  private var current: PlanID
  private var depth = 0
  private var instanceDepth = 0
  /// For each schema in progress, at which depth of the instance it was entered last and how often there.
  private var entries: [Entry]
  /// Only kept while violations are collected.
  private var instancePath: [ExactString] = []
  private var keywordPath: [ExactString] = []

  init(_ plan: ValidationPlan, collects: Bool) {
    self.plan = plan
    self.collects = collects
    current = plan.root
    entries = Array(repeating: Entry(instanceDepth: -1, count: 0), count: plan.nodes.count)
  }

  mutating func run(_ instance: JSONValue) throws(SchemaError) -> Bool {
    try apply(Subschema(plan: plan.root, path: []), instance)
  }

  // MARK: Applying subschemas

  /// Applies a subschema to the same instance; what it evaluates counts for the schema around it when it holds.
  mutating func apply(_ subschema: Subschema, _ instance: JSONValue) throws(SchemaError) -> Bool {
    let holds = try enter(subschema, instance)
    if plan.tracksEvaluated {
      let inner = evaluated.removeLast()
      if holds, !evaluated.isEmpty { evaluated[evaluated.count - 1].formUnion(inner) }
    }
    return holds
  }

  /// Applies a subschema to a member, an item or a name of the instance, which `token` tells.
  mutating func apply(
    _ subschema: Subschema, to child: JSONValue, at token: @autoclosure () -> ExactString
  ) throws(SchemaError) -> Bool {
    instanceDepth += 1
    if collects { instancePath.append(token()) }
    let holds = try enter(subschema, child)
    if plan.tracksEvaluated { evaluated.removeLast() }
    if collects { instancePath.removeLast() }
    instanceDepth -= 1
    return holds
  }

  /// Evaluates the keywords of a subschema; leaves what they evaluated on top of the stack.
  ///
  /// Recursion goes through here, so what needs room on the stack is done by functions that have returned.
  private mutating func enter(_ subschema: Subschema, _ instance: JSONValue) throws(SchemaError) -> Bool {
    let outer = try begin(subschema)
    var holds = true
    for keyword in keywords() where try !keyword.evaluate(instance, &self) {
      holds = false
      if !collects { break }
    }
    if plan[current].constant == false { holds = fail([], "nothing is allowed here") }
    end(outer)
    return holds
  }

  /// What `end` restores.
  private struct Outer {
    let plan: PlanID
    let entry: Entry
    let entersResource: Bool
    let pathCount: Int
  }

  private mutating func begin(_ subschema: Subschema) throws(SchemaError) -> Outer {
    let id = subschema.plan
    guard depth < CompiledSchema.maximumDepth else { throw .depthLimit(CompiledSchema.maximumDepth) }
    let entry = entries[id.index]
    let count = entry.instanceDepth == instanceDepth ? entry.count + 1 : 1
    // Another round can end elsewhere only when it entered another resource that dynamic references see.
    guard count <= plan.document.resources.count + 1 else {
      throw .referenceCycle(plan.document.location(of: plan[id].source))
    }
    let resource = plan[id].resource
    let outer = Outer(
      plan: current, entry: entry, entersResource: scopes.last != resource, pathCount: keywordPath.count)
    entries[id.index] = Entry(instanceDepth: instanceDepth, count: count)
    if outer.entersResource { scopes.append(resource) }
    if plan.tracksEvaluated { evaluated.append(Evaluated()) }
    if collects { keywordPath += subschema.path }
    depth += 1
    current = id
    return outer
  }

  private mutating func end(_ outer: Outer) {
    entries[current.index] = outer.entry
    if outer.entersResource { scopes.removeLast() }
    keywordPath.removeLast(keywordPath.count - outer.pathCount)
    depth -= 1
    current = outer.plan
  }

  private func keywords() -> [any Keyword] { plan[current].keywords }

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

  /// Records that the current schema has evaluated the member or item at `position`.
  mutating func mark(_ position: Int) {
    if plan.tracksEvaluated { evaluated[evaluated.count - 1].mark(position) }
  }

  /// Records that the current schema has evaluated all members or items.
  mutating func markAll() {
    if plan.tracksEvaluated { evaluated[evaluated.count - 1].markAll() }
  }

  /// Whether the current schema, or one that it applied to the same instance, has evaluated the member or item.
  func isEvaluated(_ position: Int) -> Bool { evaluated.last?.contains(position) ?? false }
}
