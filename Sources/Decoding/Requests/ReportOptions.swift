/// What is told of each token of a text.
package struct ReportOptions: Sendable, Hashable {
  /// How many of the likeliest tokens are named.
  package var alternatives: Int
  /// Whether the model's own distribution is told too, as it is without the mask.
  package var tellsUnmasked: Bool

  package init(alternatives: Int, tellsUnmasked: Bool = false) {
    self.alternatives = alternatives
    self.tellsUnmasked = tellsUnmasked
  }
}
