package import CPUBackend

/// Tokens that a sequence goes on with, from position `first` on. `pages` are all that it has, with room for them; the
/// positions before were run earlier.
package struct TokenRun: Sendable {
  package var rows: [TokenRow]
  package var first: Int
  package var pages: [PageID]
  /// How the token behind the last row, which asks for logits, is to be drawn by models that do that themselves. nil where
  /// the logits are wanted.
  package var draw: TokenDraw?

  package init(rows: [TokenRow], first: Int, pages: [PageID], draw: TokenDraw? = nil) {
    self.rows = rows
    self.first = first
    self.pages = pages
    self.draw = draw
  }
}
