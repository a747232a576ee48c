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
    let digest = digest(of: id, in: draft)
    var twin = id
    if digest.size < Self.comparedSize {
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

  /// Those of the schemas inside are remembered, so that each is read once.
  private mutating func digest(of id: SchemaNodeID, in draft: Draft) -> SchemaDigest {
    if let known = digests[id] { return known }
    guard case .object(let keywords) = self[id].value else { return Self.digest(of: self[id].value) }
    var mixer = KeyMixer(seed: 1)
    var size = 1
    func add(_ digest: SchemaDigest) {
      mixer.add(digest.value)
      size += digest.size
    }
    for (position, member) in keywords.members.enumerated() where !Self.isAnnotation(member.key, in: draft) {
      mixer.add(member.key)
      switch (SubschemaKeywords.shape(of: member.key, in: draft), member.value) {
      case (.array, .array(let schemas)), (.schemaOrArray, .array(let schemas)):
        let list = self.member(position, of: keywords, at: id)
        for index in schemas.indices { add(digest(of: item(index, of: schemas, at: list), in: draft)) }
      case (.map, .object(let schemas)), (.mapWithNameLists, .object(let schemas)):
        let map = self.member(position, of: keywords, at: id)
        for (index, schema) in schemas.members.enumerated() {
          mixer.add(schema.key)
          add(digest(of: self.member(index, of: schemas, at: map), in: draft))
        }
      case (.schema, .object), (.schemaOrArray, .object):
        add(digest(of: self.member(position, of: keywords, at: id), in: draft))
      default: add(Self.digest(of: member.value))
      }
    }
    let digest = SchemaDigest(value: mixer.value, size: size)
    digests[id] = digest
    return digest
  }

  private static func digest(of value: JSONValue) -> SchemaDigest {
    var mixer = KeyMixer(seed: 2)
    var size = 1
    func add(_ value: JSONValue) {
      let digest = digest(of: value)
      mixer.add(digest.value)
      size += digest.size
    }
    switch value {
    case .null: mixer.add(0)
    case .bool(let flag): mixer.add(flag ? 1 : 2)
    case .number: mixer.add(value.hashValue)
    case .string(let text): mixer.add(text)
    case .array(let items):
      mixer.add(items.count)
      for item in items { add(item) }
    case .object(let object):
      for member in object.members {
        mixer.add(member.key)
        add(member.value)
      }
    }
    return SchemaDigest(value: mixer.value, size: size)
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
