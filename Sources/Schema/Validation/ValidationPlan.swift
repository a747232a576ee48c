import JSON

/// Index of a subschema in a `ValidationPlan`.
struct PlanID: Hashable, Sendable {
  let index: Int

  init(_ index: Int) { self.index = index }
}

/// A subschema that a keyword applies, with the tokens that lead to it from the keyword's schema.
struct Subschema: Sendable {
  let plan: PlanID
  let path: [ExactString]
}

/// The schemas that validation can reach, compiled and frozen.
struct ValidationPlan: Sendable {
  struct Node: Sendable {
    let source: SchemaNodeID
    let resource: SchemaResourceID
    /// The verdict of a boolean schema.
    let constant: Bool?
    /// In the order of evaluation.
    let keywords: [any Keyword]
  }

  let nodes: [Node]
  let root: PlanID
  /// Where `$dynamicRef` ends for an anchor, by the resource of the dynamic scope that has it.
  let dynamicTargets: [ExactString: [SchemaResourceID: PlanID]]
  /// Where `$recursiveRef` ends, by resource.
  let recursiveTargets: [SchemaResourceID: PlanID]
  /// Whether any schema asks what its neighbours evaluated.
  let tracksEvaluated: Bool
  let document: SchemaDocument

  subscript(id: PlanID) -> Node { nodes[id.index] }
}
