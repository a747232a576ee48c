/// The fields of an object, by the names that expressions use.
package struct ObjectType: Sendable, Hashable {
  package let fields: [String: RuleType]

  package init(_ fields: [String: RuleType]) { self.fields = fields }
}
