import JSON

/// The rules of one subschema, and where its parts lie in a value.
struct RuleScope: Sendable {
  var rules: [CompiledRule] = []
  var shape = ShapeTable.any
  var properties: [(key: ExactString, scope: Int)] = []
  /// Of members that are not among the declared properties.
  var additional: (scope: Int, declared: Set<ExactString>)?
  var prefix: [Int] = []
  /// Of items behind the prefix.
  var items: Int?
  /// Subschemas of the same value.
  var inPlace: [Int] = []
  /// Subschemas of the same value when it is not null.
  var unlessNull: Int?
  /// Whether a rule stands here or below, so that values must be looked at.
  var isNeeded = false
}
