import Schema

/// What an automaton will read again of a document under way.
struct TextTail {
  /// The document so far.
  let text: [UInt8]
  let memory: TextMemory

  /// Writes it to a tape.
  ///
  /// - Returns: where the next byte stands on the tape.
  func put(on tape: inout ByteTape) -> Int {
    let start: Int
    switch memory {
    case .none: start = text.count
    case .string: start = ByteTape.startOfStringBody(of: text, endingAt: text.count)
    case .document: start = 0
    }
    tape.reset(text, from: start)
    return text.count - start
  }
}
