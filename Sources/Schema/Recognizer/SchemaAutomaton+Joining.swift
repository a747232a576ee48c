package import JSON

/// Schemas that share most of their parts, such as lists of tools of which one has changed, in one automaton: what was
/// learned of a part holds wherever it stands.
extension SchemaAutomaton {
  /// Schemas directly below a root from which on its parts are kept: below, compiling takes no time worth saving.
  package static let leastParts = 16
  /// Schemas that one automaton has at most, beside the bound on what it remembers.
  private static let mostRoots = 256

  /// Where the documents of a schema start that shares at least half of its parts with the schemas of this automaton, and
  /// whether something in it is guarded; nil where it does not, or where something in one of them has an identifier or is
  /// of another document. Members may come in any order here: a declared one would depend on the other schemas.
  ///
  /// - Throws: what compiling it by itself throws, with places that may be those of another root.
  package mutating func join(
    _ schema: JSONValue
  ) throws(SchemaError) -> (start: RecognizerState, isGuarded: Bool)? {
    guard space.options.propertyOrder == .any else { return nil }
    let own = Self.parts(below: schema)
    let shared = own.count { space.document.parts[$0] != nil }
    guard shared >= Self.leastParts, shared * 2 >= own.count, space.document.roots.count < Self.mostRoots,
      space.document.isFreeOfIdentifiers
    else { return nil }
    let nodes = space.document.nodeCount
    defer { joinedNodes += space.document.nodeCount - nodes }
    let root = try space.document.addRoot(schema)
    guard space.document.isFreeOfIdentifiers else { return nil }
    let start = try self.start(at: root, keepsParts: true)
    // A reference may have led to another document.
    return space.document.isFreeOfIdentifiers ? (start.state, start.isGuarded) : nil
  }

  /// The storage of the schemas directly below a schema that can be parts.
  package static func parts(below schema: JSONValue) -> [Int] {
    var found: [Int] = []
    func add(_ value: JSONValue) {
      if case .object(let keywords) = value, keywords.storage != 0 { found.append(keywords.storage) }
    }
    for member in schema.objectValue?.members ?? [] {
      switch (PlainKeyword.byName[member.key], member.value) {
      case (.properties, .object(let schemas)): for property in schemas.members { add(property.value) }
      case (.branches, .array(let schemas)): for branch in schemas { add(branch) }
      case (.schema, let value): add(value)
      default: continue
      }
    }
    return found
  }

  /// That of the parts that are kept of all schemas here.
  package var keptParts: some Collection<Int> { space.document.parts.keys }
}
