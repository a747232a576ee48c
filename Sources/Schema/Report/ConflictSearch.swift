import Automata
import JSON

/// Finds out why a schema admits no value: a set of its keywords that is enough for that, and none of which can go.
///
/// Parts of a copy are dropped as long as it stays without valid values: keywords, members of `properties` and the like,
/// and names in `required` vanish; branches of `allOf` and places of tuples become `true`. Halves are tried before single
/// parts (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002).
struct ConflictSearch {
  /// How much may be looked at, in parts of the schema and of what it is lowered to.
  private static let limit = 400_000
  /// Steps of the question whether one copy has values.
  private static let steps = 1_000_000
  /// Levels of a schema, below which nothing is searched.
  private static let maximumDepth = 256

  private let source: JSONValue
  private let uri: String
  private let registry: SchemaRegistry
  private let schemaOptions: SchemaOptions
  private var options: RecognizerOptions
  private let draft: Draft
  private let size: Int
  private let depth: Int
  private var dropped: Set<JSONPointer> = []
  private var spent = 0

  private var isSpent: Bool { spent >= Self.limit }

  /// The keywords of a schema without valid values that contradict each other, innermost first; empty when the search
  /// took too long.
  static func conflicts(in document: SchemaDocument, _ options: RecognizerOptions) -> [SchemaLocation] {
    let root = document.location(of: document.root)
    var search = ConflictSearch(document, uri: root.documentURI, options)
    let found = search.run().map { SchemaLocation(documentURI: root.documentURI, pointer: $0) }
    // What says why a value can't be comes before what asks for the value.
    let depths = Set(found.map(\.pointer.tokens.count)).sorted(by: >)
    return depths.flatMap { depth in found.filter { $0.pointer.tokens.count == depth } }
  }

  private init(_ document: SchemaDocument, uri: String, _ options: RecognizerOptions) {
    source = document[document.root].value
    self.uri = uri
    registry = document.registry
    schemaOptions = document.options
    self.options = options
    self.options.limits.steps = min(options.limits.steps, Self.steps)
    draft = document.dialect(of: document.root).draft
    (size, depth) = Self.extent(of: source)
  }

  private mutating func run() -> [JSONPointer] {
    guard case .object(let keywords) = source else { return [JSONPointer()] }
    // Every check reads the whole schema; a few hundred of them have to fit.
    if size > Self.limit / 32 || depth > Self.maximumDepth { return [] }
    minimise(keywords, at: JSONPointer())
    if isSpent { return [] }
    return conflicts(keywords, at: JSONPointer())
  }

  /// Drops what can go from a schema and, below it, from those whose parts only ever narrow it.
  private mutating func minimise(_ schema: JSONObject, at place: JSONPointer) {
    let parts = schema.members.filter {
      KeywordCatalogue.rows[$0.key]?.role != .structure || Self.isDefinitions($0.key)
    }
    // What is left over by others goes first: without these others it would say more.
    let closing = parts.filter { Self.closing.contains($0.key) }
    reduce(closing.map { place.appending($0.key) }[...])
    let others = parts.filter { !Self.closing.contains($0.key) }
    reduce(others.map { place.appending($0.key) }[...])
    for member in parts {
      let keyword = place.appending(member.key)
      if dropped.contains(keyword) || isSpent { continue }
      if member.key == "required", let names = member.value.arrayValue {
        reduce(names.indices.map { keyword.appending($0) }[...])
      }
      guard let children = Self.children(of: member, draft) else { continue }
      // Without a branch an alternative gets narrower, not wider.
      if member.key != "anyOf", member.key != "oneOf", children.allSatisfy({ !$0.isEmpty }) {
        reduce(children.map { JSONPointer(keyword.tokens + $0) }[...])
      }
      for tokens in children {
        let child = JSONPointer(keyword.tokens + tokens)
        if case .object(let inner)? = JSONPointer(tokens).resolve(in: member.value), !dropped.contains(child) {
          minimise(inner, at: child)
        }
      }
    }
  }

  /// What is left of a schema, named by its innermost keywords.
  private func conflicts(_ schema: JSONObject, at place: JSONPointer) -> [JSONPointer] {
    var found: [JSONPointer] = []
    for member in schema.members {
      let keyword = place.appending(member.key)
      let isDefinitions = Self.isDefinitions(member.key)
      guard KeywordCatalogue.rows[member.key]?.role == .constraint || isDefinitions, !dropped.contains(keyword) else {
        continue
      }
      var inner: [JSONPointer] = []
      for tokens in Self.children(of: member, draft) ?? [] {
        let child = JSONPointer(keyword.tokens + tokens)
        if dropped.contains(child) { continue }
        switch JSONPointer(tokens).resolve(in: member.value) {
        case .object(let keywords)?: inner += conflicts(keywords, at: child)
        case .bool(false)?: inner.append(child)
        default: continue
        }
      }
      if inner.isEmpty, !isDefinitions { found.append(keyword) } else { found += inner }
    }
    return found
  }

  private static let closing: Set<ExactString> = [
    "additionalProperties", "unevaluatedProperties", "additionalItems", "unevaluatedItems",
  ]

  private static func isDefinitions(_ keyword: ExactString) -> Bool { keyword == "$defs" || keyword == "definitions" }

  /// Where the schemas under a keyword stand; nil where a part that goes could make the schema narrower, or where there
  /// are none.
  private static func children(of member: JSONObject.Member, _ draft: Draft) -> [[ExactString]]? {
    if ["not", "if"].contains(member.key) { return nil }
    let paths = SubschemaKeywords.paths(in: member, draft)
    return paths.isEmpty ? nil : paths
  }

  private mutating func reduce(_ parts: ArraySlice<JSONPointer>) {
    if parts.isEmpty || isSpent { return }
    let trial = dropped.union(parts)
    if isUnsatisfiable(without: trial) {
      dropped = trial
      return
    }
    if parts.count == 1 { return }
    let middle = parts.startIndex + parts.count / 2
    reduce(parts[..<middle])
    reduce(parts[middle...])
  }

  private mutating func isUnsatisfiable(without parts: Set<JSONPointer>) -> Bool {
    spent += size
    let schema = Self.copy(of: source, without: parts, at: JSONPointer(), inArray: false)
    guard let schema else { return false }
    do throws(SchemaError) {
      let document = try SchemaDocument(schema, uri: uri, registry: registry, options: schemaOptions)
      var space = FormulaSpace(document: document, options: options)
      let root = space.formula(of: document.root, in: .empty)
      let cost = try space.cost(of: root)
      spent += space.size
      return cost == FormulaSpace.unreachable
    } catch {
      // Without the part this is no schema any more, or too hard a question: the part stays.
      if case .limit = error { spent += Self.limit / 8 }
      return false
    }
  }

  /// A copy without some parts; nil when it is one of them.
  private static func copy(
    of value: JSONValue, without parts: Set<JSONPointer>, at place: JSONPointer, inArray: Bool
  ) -> JSONValue? {
    if parts.contains(place) {
      // Other branches keep their places; a name in `required` has none to keep.
      return inArray && value.stringValue == nil ? true : nil
    }
    switch value {
    case .object(let object):
      var members: [JSONObject.Member] = []
      for member in object.members {
        let part = copy(of: member.value, without: parts, at: place.appending(member.key), inArray: false)
        if let part { members.append(JSONObject.Member(key: member.key, value: part)) }
      }
      return .object(JSONObject(members))
    case .array(let items):
      // Most arrays hold plain values.
      if !items.contains(where: { $0.objectValue != nil || $0.stringValue != nil || $0.boolValue != nil }) {
        return value
      }
      return .array(
        items.enumerated().compactMap {
          copy(of: $1, without: parts, at: place.appending($0), inArray: true)
        })
    default: return value
    }
  }

  /// Values in a document, and how deep they nest.
  private static func extent(of value: JSONValue) -> (size: Int, depth: Int) {
    var size = 0
    var depth = 0
    var open = [(value, 1)]
    while let (next, level) = open.popLast() {
      size += 1
      depth = max(depth, level)
      switch next {
      case .object(let object): open += object.members.map { ($0.value, level + 1) }
      case .array(let items): open += items.map { ($0, level + 1) }
      default: continue
      }
    }
    return (size, depth)
  }
}

extension FormulaSpace {
  /// Conditions so far: what the space has grown to.
  var size: Int { formulas.count + residuals.count + strings.regex.count }
}
