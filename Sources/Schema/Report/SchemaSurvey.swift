import Automata
import JSON

/// All schemas of a document, which of them a value can come to, and everything that is refused in those.
struct SchemaSurvey {
  /// A schema object in the document, or one that a reference reaches in another place.
  struct Place {
    let node: SchemaNodeID
    let location: SchemaLocation
    let keywords: JSONObject
    let dialect: Dialect
    /// The keyword of the schema around it that holds it; nil at a root.
    let holder: ExactString?
    /// The schema around it, as an index into the places.
    let parent: Int?
    /// Schemas around it, this one included.
    let depth: Int
    let isReachable: Bool
  }

  /// In the order in which they stand; those that only references reach come last.
  private(set) var places: [Place] = []
  /// Schemas that a value can come to, each once for each dynamic scope, the root first.
  private(set) var reached: [ScopedSchema] = []
  /// In the order in which they were found.
  private(set) var refusals: [SchemaError] = []
  private(set) var refusalsByPlace: [SchemaLocation: SchemaError] = [:]
  private var unplaced: Set<SchemaError> = []
  private var reachedByNode: [SchemaNodeID: ScopedSchema] = [:]
  private var placed: Set<SchemaNodeID> = []
  private var children: [ScopedSchema: [ScopedSchema]] = [:]

  init(_ space: inout FormulaSpace) {
    reach(&space)
    collect(from: space.document.root, &space)
    for schema in reached { collect(from: schema.node, &space) }
  }

  /// The schemas that the keywords of a schema apply, those of references included.
  func children(of schema: ScopedSchema) -> [ScopedSchema] { children[schema] ?? [] }

  /// Whether a schema lets null through; nil where it is refused or no value comes to it.
  func admitsNull(_ node: SchemaNodeID, in space: inout FormulaSpace) -> Bool? {
    guard let schema = reachedByNode[node] else { return nil }
    let formula = space.formula(of: schema.node, in: schema.scope)
    return space.lowered.literals[formula].map { $0.contains(.null) }
  }

  mutating func record(_ error: SchemaError) {
    guard let place = error.location else {
      if unplaced.insert(error).inserted { refusals.append(error) }
      return
    }
    if refusalsByPlace[place] != nil { return }
    refusalsByPlace[place] = error
    refusals.append(error)
  }

  /// Walks from the root as compiling does, but goes on behind what is refused.
  private mutating func reach(_ space: inout FormulaSpace) {
    let root = space.scoped(space.document.root, in: .empty)
    var seen: Set<ScopedSchema> = [root]
    var pending = [root]
    while let place = pending.popLast() {
      reached.append(place)
      if reachedByNode[place.node] == nil { reachedByNode[place.node] = place }
      let schema: SchemaView
      do throws(SchemaError) {
        guard let view = try space.view(place) else { continue }
        schema = view
      } catch {
        record(error)
        continue
      }
      for member in schema.keywords.members {
        if KeywordFamilies.isRefused(member, in: schema.draft) {
          record(.unsupportedKeyword(space.document.location(of: place.node).appending(member.key)))
        }
        guard let index = KeywordFamilies.byKeyword[member.key] else { continue }
        // A keyword on its own shows what is wrong with it, even where another one is refused too.
        let alone = SchemaView(
          node: schema.node, scope: schema.scope, keywords: JSONObject(CollectionOfOne(member)), draft: schema.draft)
        if KeywordFamilies.all[index] != UnevaluatedFamily.self { say(KeywordFamilies.all[index], alone, &space) }
        do throws(SchemaError) {
          for node in try space.subschemas(of: alone) {
            let child = space.scoped(node, in: place.scope)
            children[place, default: []].append(child)
          }
        } catch {
          record(error)
        }
      }
      // The last one is looked at first.
      for child in children(of: place).reversed() where seen.insert(child).inserted { pending.append(child) }
      lower(space.formula(of: place.node, in: place.scope), &space)
    }
  }

  /// Asks a family for everything that it says of a schema.
  private mutating func say(_ family: any KeywordFamily.Type, _ schema: SchemaView, _ space: inout FormulaSpace) {
    attempt { () throws(SchemaError) in _ = try family.formula(schema, in: &space) }
    attempt { () throws(SchemaError) in _ = try family.literals(schema, in: &space) }
    attempt { () throws(SchemaError) in _ = try family.strings(schema, in: &space) }
    attempt { () throws(SchemaError) in _ = try family.numbers(schema, in: &space) }
    attempt { () throws(SchemaError) in _ = try family.arrays(schema, in: &space) }
    attempt { () throws(SchemaError) in _ = try family.objects(schema, in: &space) }
  }

  private mutating func lower(_ formula: FormulaID, _ space: inout FormulaSpace) {
    attempt { () throws(SchemaError) in _ = try space.literals(formula) }
    attempt { () throws(SchemaError) in _ = try space.strings(formula) }
    attempt { () throws(SchemaError) in _ = try space.numbers(formula) }
    attempt { () throws(SchemaError) in _ = try space.arrays(formula) }
    attempt { () throws(SchemaError) in _ = try space.objects(formula) }
  }

  private mutating func attempt(_ work: () throws(SchemaError) -> Void) {
    do throws(SchemaError) {
      try work()
    } catch {
      record(error)
    }
  }

  /// Every schema object from a place on, parents first.
  private mutating func collect(from start: SchemaNodeID, _ space: inout FormulaSpace) {
    var pending: [(node: SchemaNodeID, holder: ExactString?, parent: Int?)] = [(start, nil, nil)]
    while let (node, holder, parent) = pending.popLast() {
      guard let keywords = space.document[node].keywords, placed.insert(node).inserted else { continue }
      let dialect = space.document.dialect(of: node)
      places.append(
        Place(
          node: node, location: space.document.location(of: node), keywords: keywords, dialect: dialect,
          holder: holder, parent: parent, depth: parent.map { places[$0].depth + 1 } ?? 1,
          isReachable: reachedByNode[node] != nil))
      let index = places.count - 1
      var children: [(SchemaNodeID, ExactString?, Int?)] = []
      for member in keywords.members {
        for tokens in SubschemaKeywords.paths(in: member, dialect.draft) {
          if let child = space.document.child(of: node, at: [member.key] + tokens) {
            children.append((child, member.key, index))
          }
        }
      }
      pending += children.reversed()
    }
  }
}

extension SubschemaKeywords {
  /// Where the schemas of a keyword stand below it: no token for a schema itself, one for those in an array or map.
  static func paths(in member: JSONObject.Member, _ draft: Draft) -> [[ExactString]] {
    guard let shape = shape(of: member.key, in: draft) else { return [] }
    switch (shape, member.value) {
    case (.schema, _), (.schemaOrArray, .object), (.schemaOrArray, .bool): return [[]]
    case (.array, .array(let items)), (.schemaOrArray, .array(let items)):
      return items.indices.map { [ExactString(String($0))] }
    case (.map, .object(let members)): return members.keys.map { [$0] }
    case (.mapWithNameLists, .object(let members)):
      return members.members.filter { $0.value.arrayValue == nil }.map { [$0.key] }
    default: return []
    }
  }
}
