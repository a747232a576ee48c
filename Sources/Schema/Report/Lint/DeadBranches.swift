import JSON

/// Finds parts of a schema that can never hold although the whole can: branches, optional properties, listed values.
struct DeadBranches {
  /// Questions to the emptiness search, so that large schemas are looked through only in part.
  private static let limit = 4_000
  private static let enumLimit = 256

  private(set) var notes: [LintNote] = []
  private var seen: Set<SchemaLocation> = []
  private var asked = 0

  /// - Parameter survey: of a schema that is not refused.
  static func notes(_ survey: SchemaSurvey, _ space: inout FormulaSpace) -> [LintNote] {
    var search = DeadBranches()
    space.restartMeters()
    for place in survey.reached {
      do throws(SchemaError) {
        try search.look(at: place, &space)
      } catch {
        let location = space.document.location(of: place.node)
        search.add(location, .undecided, .info, "whether parts of it can never hold was not found out: \(error)")
        if case .limit = error { break }
      }
      if search.asked > limit {
        let location = space.document.location(of: place.node)
        search.add(location, .undecided, .info, "from here on nobody looked for parts that can never hold")
        break
      }
    }
    return search.notes
  }

  private mutating func add(
    _ location: SchemaLocation, _ code: LintNote.Code, _ severity: LintNote.Severity, _ message: String
  ) {
    guard seen.insert(location).inserted else { return }
    notes.append(LintNote(location: location, code: code, severity: severity, message: message))
  }

  private mutating func isDead(_ parts: [FormulaID], _ space: inout FormulaSpace) throws(SchemaError) -> Bool {
    asked += 1
    return try space.cost(of: space.and(parts)) == FormulaSpace.unreachable
  }

  private mutating func look(at place: ScopedSchema, _ space: inout FormulaSpace) throws(SchemaError) {
    guard let schema = try space.view(place) else { return }
    let formula = space.formula(of: place.node, in: place.scope)
    // What stands around a schema that never holds names it.
    if try isDead([formula], &space) { return }
    let location = space.document.location(of: place.node)
    for keyword in ["anyOf", "oneOf"] as [ExactString] {
      let branches = schema.keywords[keyword]?.arrayValue ?? []
      for index in branches.indices where branches.count > 1 && branches[index] != .bool(false) {
        let token = ExactString(String(index))
        guard let branch = try space.child(schema, keyword, token), try isDead([formula, branch], &space) else {
          continue
        }
        add(
          location.appending(keyword).appending(token), .deadBranch, .warning,
          "no value that is valid here matches this branch")
      }
    }
    if schema.draft >= .draft7, let condition = try space.child(schema, "if") {
      for (keyword, condition) in [("then", condition), ("else", space.not(condition))] as [(ExactString, FormulaID)] {
        if schema.keywords[keyword] != nil, try isDead([formula, condition], &space) {
          add(location.appending(keyword), .deadBranch, .warning, "no value that is valid here comes to this branch")
        }
      }
    }
    try lookAtItems(schema, location, &space)
    try lookAtProperties(schema, formula, location, &space)
    for (index, value) in (schema.keywords["enum"]?.arrayValue ?? []).enumerated().prefix(Self.enumLimit) {
      let constant = space.constants([space.constantID(value)])
      if try isDead([formula, constant], &space) {
        add(
          location.appending("enum").appending(ExactString(String(index))), .deadBranch, .warning,
          "what stands beside the enum rules this value out")
      }
    }
  }

  private mutating func lookAtItems(
    _ schema: SchemaView, _ location: SchemaLocation, _ space: inout FormulaSpace
  ) throws(SchemaError) {
    guard let value = schema.keywords["items"], value.objectValue != nil, let item = try space.child(schema, "items"),
      try isDead([item], &space)
    else { return }
    add(location.appending("items"), .deadBranch, .warning, "no value is valid here, so the array has no such items")
  }

  private mutating func lookAtProperties(
    _ schema: SchemaView, _ formula: FormulaID, _ location: SchemaLocation, _ space: inout FormulaSpace
  ) throws(SchemaError) {
    guard let properties = schema.keywords["properties"]?.objectValue?.members, !properties.isEmpty else { return }
    let residual = try space.objects(formula)
    if residual == .never { return }
    for member in properties where member.value != .bool(false) {
      if asked > Self.limit { return }
      // Each question goes through all properties.
      asked += 1 + properties.count / 64
      let isPresent = space.intern(.object(.required([space.keys.id(of: member.key)])))
      let both = space.and([residual, isPresent])
      // Whatever can be written at all can be written in the declared order.
      let facts = ObjectFacts(seen: [], last: -1, order: nil)
      if try space.objectCost(both, facts, mustAdd: false, goal: .any) == FormulaSpace.unreachable {
        add(
          location.appending("properties").appending(member.key), .deadBranch, .warning,
          "no object that is valid here has this property")
      }
    }
  }
}
