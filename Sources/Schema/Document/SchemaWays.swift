import JSON

/// Ways from a place to schemas below it, kept as positions: most of the schemas on them never need a place.
struct SchemaWays {
  private struct Step {
    /// By index; -1 at the start.
    let previous: Int
    /// The position of a keyword in its schema.
    let keyword: Int
    /// The position in the keyword's value, where that holds several schemas.
    let position: Int?
  }

  private var steps: [Step] = []

  /// The way that has no step.
  static let start = -1

  /// The way to a schema in the value of a keyword.
  mutating func extend(_ way: Int, keyword: Int, position: Int?) -> Int {
    steps.append(Step(previous: way, keyword: keyword, position: position))
    return steps.count - 1
  }

  /// Where a way ends.
  func end(of way: Int, from start: SchemaNodeID, in document: inout SchemaDocument) -> SchemaNodeID {
    var way = way
    var taken: [Step] = []
    while way != Self.start {
      taken.append(steps[way])
      way = steps[way].previous
    }
    var place = start
    for step in taken.reversed() {
      guard let keywords = document[place].keywords else { preconditionFailure("ways lead through schemas") }
      let value = document.member(step.keyword, of: keywords, at: place)
      switch (keywords.members[step.keyword].value, step.position) {
      case (.object(let schemas), let position?): place = document.member(position, of: schemas, at: value)
      case (.array(let schemas), let position?): place = document.item(position, of: schemas, at: value)
      default: place = value
      }
    }
    return place
  }
}
