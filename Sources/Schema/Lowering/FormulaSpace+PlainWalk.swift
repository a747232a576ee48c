import JSON

/// Plain schemas inside of each other, which are walked as they stand in the text: most need no place of their own then.
extension FormulaSpace {
  /// A plain schema on the way.
  private struct OpenSchema {
    let keywords: JSONObject
    let way: Int
    /// Whether it is applied to the same value as the one where the walk begins.
    let isInPlace: Bool
  }

  /// The places below a plain schema that take a closer look, and whether each is applied to the same value; nil when the
  /// schema itself takes one.
  mutating func placesToLookAt(
    below schema: SchemaView
  ) throws(SchemaError) -> [(node: SchemaNodeID, isInPlace: Bool)]? {
    guard document.dialect(of: schema.node).vocabularies == .standard else { return nil }
    var found: [(node: SchemaNodeID, isInPlace: Bool)] = []
    var ways = SchemaWays()
    var open = [OpenSchema(keywords: schema.keywords, way: SchemaWays.start, isInPlace: true)]
    while let next = open.popLast() {
      try spend(8)
      guard Self.isPlain(next.keywords, schema.draft, isStart: next.way == SchemaWays.start) else {
        if next.way == SchemaWays.start { return nil }
        found.append((ways.end(of: next.way, from: schema.node, in: &document), next.isInPlace))
        continue
      }
      for (keyword, member) in next.keywords.members.enumerated() {
        // Scalars hold no schemas.
        switch member.value {
        case .object, .array: break
        case .null, .bool, .number, .string: continue
        }
        let keywordKind = PlainKeyword.byName[member.key]
        guard keywordKind == .properties || keywordKind == .schema || keywordKind == .branches else { continue }
        let isInPlace = keywordKind == .branches && next.isInPlace
        func enter(_ value: JSONValue, _ position: Int?) {
          if case .bool = value { return }
          let way = ways.extend(next.way, keyword: keyword, position: position)
          if case .object(let keywords) = value {
            open.append(OpenSchema(keywords: keywords, way: way, isInPlace: isInPlace))
          } else {
            // No schema at all.
            found.append((ways.end(of: way, from: schema.node, in: &document), isInPlace))
          }
        }
        switch (keywordKind, member.value) {
        case (.properties, .object(let schemas)):
          for (position, property) in schemas.members.enumerated() { enter(property.value, position) }
        case (.branches, .array(let schemas)):
          for (position, branch) in schemas.enumerated() { enter(branch, position) }
        default: enter(member.value, nil)
        }
      }
    }
    return found
  }

  /// Whether every keyword is plain, and none refers to another place or says where it is.
  private static func isPlain(_ keywords: JSONObject, _ draft: Draft, isStart: Bool) -> Bool {
    keywords.members.allSatisfy { member in
      guard let keyword = PlainKeyword.byName[member.key] else { return true }
      switch keyword {
      case .text: return false
      case .identifier: return isStart
      case .format: return isPlain(keyword, member.value, draft) && !GuardedKeywords.isGuarded(member)
      default: return isPlain(keyword, member.value, draft)
      }
    }
  }
}
