import Schema

/// What a person wants to know of a document under way.
extension Matcher {
  /// A shortest text that completes the document.
  public func completionText() throws(MaskingError) -> [UInt8] {
    try inspect { (automaton, state, end) throws(SchemaError) in try automaton.completion(from: state, tapeEnd: end) }
  }

  /// The bytes that may come next.
  public func allowedBytes() throws(MaskingError) -> [UInt8] {
    try inspect { (automaton, state, end) throws(SchemaError) in
      var allowed: [UInt8] = []
      for byte in UInt8.min...UInt8.max where try automaton.step(state, byte, at: end) != nil { allowed.append(byte) }
      return allowed
    }
  }

  /// What the next bytes belong to, in a word.
  package var placeName: String { state.kindName }

  /// Where the document stands, with the places of the schema that what is open has to satisfy.
  public func stateDescription() throws(MaskingError) -> String {
    try inspect { (automaton, state, _) throws(SchemaError) in automaton.describe(state) }
  }
}
