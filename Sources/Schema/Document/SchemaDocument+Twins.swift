import Automata
import JSON

/// Places that say the same: generators write a type out wherever it is used, and what was learned of it at one place
/// holds at all of them.
extension SchemaDocument {
  /// The first place met that says what this one says: same resource, same keywords in the same order, annotations
  /// aside. The place itself where none does, or where what stands there is too large to compare.
  mutating func twin(of id: SchemaNodeID) -> SchemaNodeID {
    while twins.count < nodes.count { twins.append(-1) }
    let known = twins[Int(id.index)]
    if known >= 0 { return SchemaNodeID(Int(known)) }
    let twin = findTwin(of: id)
    twins[Int(id.index)] = twin.index
    return twin
  }

  private mutating func findTwin(of id: SchemaNodeID) -> SchemaNodeID {
    // Nothing is like all of a document.
    if self[id].parent == nil { return id }
    if let keywords = self[id].keywords, let part = part(keywords, in: dialect(of: id)) { return part.node }
    // Most places differ in how they begin, and no more is read of them then.
    let (beginning, size) = digest(of: id, limit: Self.beginningSize)
    guard let first = placesByBeginning[beginning] else {
      placesByBeginning[beginning] = id
      return id
    }
    // Small ones have been read whole.
    if size < Self.beginningSize, areEqual(id, first) { return first }
    if placesBegunAlike.insert(beginning).inserted { _ = placeWithEqual(of: first) }
    return placeWithEqual(of: id)
  }

  /// The part of another root, or of this one, that a schema is.
  func part(_ keywords: JSONObject, in dialect: Dialect) -> SchemaPart? {
    if parts.isEmpty { return nil }
    guard let part = parts[keywords.storage], part.dialect == dialect else { return nil }
    return part
  }

  /// The first place met, of those that begin alike, which says what this one says.
  private mutating func placeWithEqual(of id: SchemaNodeID) -> SchemaNodeID {
    let (digest, size) = digest(of: id, limit: Self.comparedSize)
    if size >= Self.comparedSize { return id }
    if let equal = (placesByDigest[digest] ?? []).first(where: { areEqual(id, $0) }) { return equal }
    placesByDigest[digest, default: []].append(id)
    return id
  }

  private func areEqual(_ one: SchemaNodeID, _ other: SchemaNodeID) -> Bool {
    let (mine, theirs) = (self[one], self[other])
    return mine.resource == theirs.resource
      && Self.areEqual(mine.value, theirs.value, asSchemasOf: self[mine.resource].dialect.draft)
  }

  /// What the first values of a place, up to a limit, have in common with places that say the same.
  private func digest(of id: SchemaNodeID, limit: Int) -> (digest: SchemaDigest, size: Int) {
    let node = self[id]
    var reader = DigestReader(draft: self[node.resource].dialect.draft, resource: node.resource, limit: limit)
    reader.read(schema: node.value)
    return (SchemaDigest(value: reader.mixer.value), reader.size)
  }

  /// Values in a schema up to which it is compared with others.
  private static let comparedSize = 2_048
  /// Values by which it is told from most others.
  private static let beginningSize = 24

  private static func areEqual(_ left: JSONValue, _ right: JSONValue, asSchemasOf draft: Draft) -> Bool {
    guard case .object(let mine) = left, case .object(let theirs) = right else { return left == right }
    let (one, other) = (constraints(mine, draft), constraints(theirs, draft))
    return one.count == other.count
      && zip(one, other).allSatisfy { mine, theirs in
        guard mine.key == theirs.key else { return false }
        switch (SubschemaKeywords.shape(of: mine.key, in: draft), mine.value, theirs.value) {
        case (.array, .array(let mine), .array(let theirs)), (.schemaOrArray, .array(let mine), .array(let theirs)):
          return mine.count == theirs.count
            && zip(mine, theirs).allSatisfy { areEqual($0, $1, asSchemasOf: draft) }
        case (.map, .object(let mine), .object(let theirs)),
          (.mapWithNameLists, .object(let mine), .object(let theirs)):
          return mine.count == theirs.count
            && zip(mine.members, theirs.members).allSatisfy {
              $0.key == $1.key && areEqual($0.value, $1.value, asSchemasOf: draft)
            }
        case (.schema, let mine, let theirs), (.schemaOrArray, let mine, let theirs):
          return areEqual(mine, theirs, asSchemasOf: draft)
        default: return mine.value == theirs.value
        }
      }
  }

  private static func constraints(_ keywords: JSONObject, _ draft: Draft) -> [JSONObject.Member] {
    keywords.members.filter { !isAnnotation($0.key, in: draft) }
  }

  static func isAnnotation(_ keyword: ExactString, in draft: Draft) -> Bool {
    guard let row = KeywordCatalogue.rows[keyword] else { return false }
    return row.role == .annotation && row.drafts.contains(draft)
  }
}
