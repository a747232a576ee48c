/// Draws tokens where the logits are.
package protocol TokenDrawer: AnyObject, Sendable {
  /// The token of the last step that was drawn behind a row that wanted logits; nil where none was.
  func drawn(_ place: Int) -> DrawnToken?

  /// Draws a token once more, under another mask and with another random number. Several threads may ask at once.
  func redraw(_ place: Int, _ draw: TokenDraw) throws(ModelError) -> Int?
}
