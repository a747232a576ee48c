/// How large a batch is to be.
package struct BatchSize: Sendable {
  /// Pages of the cache.
  package var pages: Int
  /// Most rows of a step.
  package var rows: Int
  /// Most rows of a step in which no prompt is read, and most logits that any step asks for; at least one for each
  /// sequence.
  package var decodes: Int
  /// Words of a mask.
  package var maskWords: Int
  /// Whether what a row comes to must not depend on what else is in its steps, to the last bit. The processor's never does.
  package var isDeterministic: Bool

  package init(pages: Int, rows: Int, decodes: Int, maskWords: Int, isDeterministic: Bool = false) {
    self.pages = pages
    self.rows = rows
    self.decodes = decodes
    self.maskWords = maskWords
    self.isDeterministic = isDeterministic
  }
}
