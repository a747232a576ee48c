import JSON

/// What makes a schema expensive, found in its text alone.
enum WorstCase {
  private static let branches = 16
  private static let alternatives = 4
  private static let repetition = 256
  private static let uniqueItems = 64
  private static let values = 1_000
  private static let depth = 32

  static func notes(_ survey: SchemaSurvey, _ space: inout FormulaSpace) -> [WorstCaseNote] {
    var notes: [WorstCaseNote] = []
    var levels: [Int] = []
    var deepest: SchemaSurvey.Place?
    for place in survey.places {
      func note(_ keyword: ExactString, _ kind: WorstCaseNote.Kind) {
        notes.append(WorstCaseNote(location: place.location.appending(keyword), kind: kind))
      }
      let isAlternative = place.holder == "anyOf" || place.holder == "oneOf"
      levels.append((place.parent.map { levels[$0] } ?? 0) + (isAlternative ? 1 : 0))
      if isAlternative, levels.last == alternatives {
        notes.append(WorstCaseNote(location: place.location, kind: .nestedAlternatives(alternatives)))
      }
      guard place.isReachable else { continue }
      let keywords = place.keywords
      if let count = keywords["oneOf"]?.arrayValue?.count, count > branches { note("oneOf", .manyBranches(count)) }
      if let count = keywords["enum"]?.arrayValue?.count, count > values { note("enum", .largeEnum(count)) }
      if let pattern = keywords["pattern"]?.stringValue, let count = largestCount(pattern), count > repetition {
        note("pattern", .largeRepetition(count))
      }
      if keywords["uniqueItems"] == .bool(true) {
        let maximum = keywords["maxItems"]?.integerValue
        if maximum ?? .max > uniqueItems { note("uniqueItems", .largeUniqueArray(maximum)) }
      }
      if place.depth > deepest?.depth ?? depth { deepest = place }
    }
    if let deepest { notes.append(WorstCaseNote(location: deepest.location, kind: .deepNesting(deepest.depth))) }
    return notes + recursion(survey, &space)
  }

  /// The largest number in braces.
  private static func largestCount(_ pattern: String) -> Int? {
    var largest: Int?
    for part in pattern.utf8.split(separator: UInt8(ascii: "{")).dropFirst() {
      guard let end = part.firstIndex(of: UInt8(ascii: "}")) else { continue }
      for number in part[..<end].split(separator: UInt8(ascii: ",")) {
        guard let count = Int(String(decoding: number, as: UTF8.self)) else { continue }
        largest = max(largest ?? 0, count)
      }
    }
    return largest
  }

  /// Schemas that a walk along subschemas and references comes back to from inside them.
  private static func recursion(_ survey: SchemaSurvey, _ space: inout FormulaSpace) -> [WorstCaseNote] {
    var notes: [WorstCaseNote] = []
    var noted: Set<SchemaNodeID> = []
    var finished: Set<ScopedSchema> = []
    var path: Set<ScopedSchema> = []
    guard let root = survey.reached.first else { return [] }
    var stack: [(schema: ScopedSchema, next: [ScopedSchema])] = [(root, survey.children(of: root))]
    path.insert(root)
    while let (schema, next) = stack.last {
      guard let child = next.last else {
        finished.insert(schema)
        path.remove(schema)
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].next.removeLast()
      if path.contains(child) {
        if noted.insert(child.node).inserted {
          notes.append(WorstCaseNote(location: space.document.location(of: child.node), kind: .recursion))
        }
      } else if !finished.contains(child) {
        path.insert(child)
        stack.append((child, survey.children(of: child)))
      }
    }
    return notes
  }
}
