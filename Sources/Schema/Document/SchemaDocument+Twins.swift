import Automata
import JSON

/// Places that say the same: generators write a type out wherever it is used, and what was learned of it at one place
/// holds at all of them.
extension SchemaDocument {
  /// The first place met that says what this one says: same resource, same keywords in the same order, annotations
  /// aside. The place itself where none does, or where what stands there is too large to compare.
  mutating func twin(of id: SchemaNodeID) -> SchemaNodeID {
    if let known = twins[id] { return known }
    let node = self[id]
    // Nothing is like all of it.
    if node.parent == nil { return id }
    let draft = self[node.resource].dialect.draft
    var mixer = KeyMixer(seed: Int(node.resource.index))
    var size = 0
    Self.mix(node.value, asSchemaOf: draft, into: &mixer, &size)
    var twin = id
    if size < Self.comparedSize {
      let digest = SchemaDigest(value: mixer.value)
      let others = placesByDigest[digest] ?? []
      let equal = others.first {
        self[$0].resource == node.resource && Self.areEqual(self[$0].value, node.value, asSchemasOf: draft)
      }
      if let equal { twin = equal } else { placesByDigest[digest, default: []].append(id) }
    }
    twins[id] = twin
    return twin
  }

  /// Values in a schema up to which it is compared with others.
  private static let comparedSize = 2_048

  private static func mix(
    _ value: JSONValue, asSchemaOf draft: Draft, into mixer: inout KeyMixer, _ size: inout Int
  ) {
    guard case .object(let keywords) = value else { return mix(value, into: &mixer, &size) }
    size += 1
    for member in keywords.members where size < comparedSize && !isAnnotation(member.key, in: draft) {
      mixer.add(member.key)
      switch (SubschemaKeywords.shape(of: member.key, in: draft), member.value) {
      case (.array, .array(let schemas)), (.schemaOrArray, .array(let schemas)):
        for schema in schemas where size < comparedSize { mix(schema, asSchemaOf: draft, into: &mixer, &size) }
      case (.map, .object(let schemas)), (.mapWithNameLists, .object(let schemas)):
        for schema in schemas.members where size < comparedSize {
          mixer.add(schema.key)
          mix(schema.value, asSchemaOf: draft, into: &mixer, &size)
        }
      case (.schema, .object), (.schemaOrArray, .object): mix(member.value, asSchemaOf: draft, into: &mixer, &size)
      default: mix(member.value, into: &mixer, &size)
      }
    }
  }

  private static func mix(_ value: JSONValue, into mixer: inout KeyMixer, _ size: inout Int) {
    size += 1
    if size >= comparedSize { return }
    switch value {
    case .null: mixer.add(0)
    case .bool(let flag): mixer.add(flag ? 1 : 2)
    case .number: mixer.add(value.hashValue)
    case .string(let text): mixer.add(text)
    case .array(let items):
      mixer.add(items.count)
      for item in items where size < comparedSize { mix(item, into: &mixer, &size) }
    case .object(let object):
      mixer.add(object.count)
      for member in object.members where size < comparedSize {
        mixer.add(member.key)
        mix(member.value, into: &mixer, &size)
      }
    }
  }

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

  private static func isAnnotation(_ keyword: ExactString, in draft: Draft) -> Bool {
    guard let row = KeywordCatalogue.rows[keyword] else { return false }
    return row.role == .annotation && row.drafts.contains(draft)
  }
}
