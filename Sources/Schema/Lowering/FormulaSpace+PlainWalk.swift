import JSON

/// Plain schemas inside of each other, which are walked as they stand in the text: most need no place of their own then.
extension FormulaSpace {
  /// A plain schema on the way.
  private struct OpenSchema {
    let keywords: JSONObject
    let way: Int
    /// The schema directly below the start that it is in, by its way; -1 at the start.
    let top: Int
    /// Whether it is applied to the same value as the one where the walk begins.
    let isInPlace: Bool
  }

  /// The places below a plain schema that take a closer look, and whether each is applied to the same value; nil when the
  /// schema itself takes one.
  ///
  /// - Parameter tops: takes the schemas directly below a root that can become parts, where that is asked for.
  mutating func placesToLookAt(
    below schema: SchemaView, tops: inout [PlainTop]?
  ) throws(SchemaError) -> [(node: SchemaNodeID, isInPlace: Bool)]? {
    let dialect = document.dialect(of: schema.node)
    guard dialect.vocabularies == .standard else { return nil }
    var found: [(node: SchemaNodeID, isInPlace: Bool)] = []
    var ways = SchemaWays()
    var open = [OpenSchema(keywords: schema.keywords, way: SchemaWays.start, top: -1, isInPlace: true)]
    var notPlain: Set<Int> = []
    while let next = open.popLast() {
      try spend(8)
      guard Self.isPlain(next.keywords, schema.draft, isStart: next.way == SchemaWays.start) else {
        if next.way == SchemaWays.start { return nil }
        found.append((ways.end(of: next.way, from: schema.node, in: &document), next.isInPlace))
        notPlain.insert(next.top)
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
          // What is known of a part holds here too.
          if case .object(let keywords) = value, document.part(keywords, in: dialect) != nil { return }
          let way = ways.extend(next.way, keyword: keyword, position: position)
          let top = next.top < 0 ? way : next.top
          if case .object(let keywords) = value {
            open.append(OpenSchema(keywords: keywords, way: way, top: top, isInPlace: isInPlace))
            if next.top < 0 {
              tops?.append(PlainTop(keywords: keywords, way: way))
            }
          } else {
            // No schema at all.
            found.append((ways.end(of: way, from: schema.node, in: &document), isInPlace))
            notPlain.insert(top)
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
    if let all = tops {
      var plain: [PlainTop] = []
      for top in all where !notPlain.contains(top.way) {
        var top = top
        top.node = ways.end(of: top.way, from: schema.node, in: &document)
        plain.append(top)
      }
      tops = plain
    }
    return found
  }

  /// A schema directly below the one where a walk began.
  struct PlainTop {
    let keywords: JSONObject
    fileprivate let way: Int
    fileprivate(set) var node: SchemaNodeID?
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
