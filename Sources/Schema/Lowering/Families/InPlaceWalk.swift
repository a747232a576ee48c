/// A walk through the schemas that are applied in place, each of which is asked once.
struct InPlaceWalk<Answer> {
  private(set) var known: [ScopedSchema: Answer] = [:]
  private var open: Set<ScopedSchema> = []

  /// - Throws: `referenceCycle` where the schema is applied within itself; `depthLimit`.
  mutating func enter(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) {
    try space.spend(16)
    guard open.insert(schema.schema).inserted else { throw .referenceCycle(space.document.location(of: schema.node)) }
    if open.count > FormulaSpace.inPlaceLimit { throw .depthLimit(FormulaSpace.inPlaceLimit) }
  }

  mutating func leave(_ schema: SchemaView, with answer: Answer) -> Answer {
    open.remove(schema.schema)
    known[schema.schema] = answer
    return answer
  }
}
