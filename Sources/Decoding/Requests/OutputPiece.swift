/// What a generation has come to, as it becomes certain. Put together, the pieces are the result.
package enum OutputPiece: Sendable, Hashable {
  case text(String)
  /// A token was taken, of which reports were asked for. What it adds to the text comes behind it, some of it perhaps
  /// only behind later ones.
  case token(TokenReport)
  /// The model asks, and writes no document.
  case question(String)
  /// The model calls the tool at this place of the request's tools. The calls of a text are numbered from 0; one ends
  /// where the next starts, or with the generation.
  case call(Int, tool: Int)
  /// More of the arguments of the call that was opened last: JSON text.
  case arguments(call: Int, String)
}
