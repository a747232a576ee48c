import Qwen2

/// Rows that a text may go on with, read together with those that are certain. Behind those of them that come true the
/// model need not be asked again.
///
/// The rows ask for logits where the text would have a choice, and tokens that it would have no choice about are among
/// them, as rows of the kind that they would have.
struct Draft {
  var rows: [TokenRow] = []

  var isEmpty: Bool { rows.isEmpty }

  /// Ends it at the last row behind which it is known what to ask: no text waits behind a row without an answer.
  mutating func dropUnasked() {
    while let last = rows.last, !last.wantsLogits { rows.removeLast() }
  }

  /// How many of the first rows are those that the text has got.
  func agreement(with text: ArraySlice<TokenRow>) -> Int {
    zip(rows, text).prefix { $0.token == $1.token && $0.kind == $1.kind }.count
  }
}
