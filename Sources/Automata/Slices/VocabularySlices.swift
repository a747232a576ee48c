/// A vocabulary sorted by what a JSON text can do with its tokens, whatever the schema.
///
/// Computed once for a vocabulary. A mask is then put together from what the state of a schema's automaton says of a
/// few hundred shapes, instead of a hundred thousand tokens.
package final class VocabularySlices: Sendable {
  package let strings: StringSlice
  private let structural: [StructuralSlice]

  /// - Parameters:
  ///   - tokens: those that may be text; longer ones than `TokenTrie.maximumTokenLength` are left out.
  ///   - escapes: which escapes strings may use.
  ///   - isBlankFree: whether any whitespace may stand between the text's parts. Otherwise it is a part of the shapes.
  /// - Throws: `AutomatonError` never in practice: the language of all strings is never searched.
  package init(
    _ tokens: some Sequence<(id: UInt32, bytes: ArraySlice<UInt8>)>, vocabularySize: Int,
    escapes: StringAutomaton.Escapes, isBlankFree: Bool
  ) throws(AutomatonError) {
    var free = try FreeString(escapes: escapes)
    var builders = StructuralPlace.allCases.map { _ in
      StructuralSliceBuilder(wordCount: vocabularySize / 32 + 1)
    }
    var bodies: [(id: UInt32, bytes: ArraySlice<UInt8>, count: Int)] = []
    var closings = [StringClosingsBuilder(), StringClosingsBuilder()]
    for (token, bytes) in tokens where !bytes.isEmpty && bytes.count <= TokenTrie.maximumTokenLength {
      for place in StructuralPlace.allCases {
        guard let shape = TokenShape.read(bytes, at: place, isBlankFree: isBlankFree) else { continue }
        if let body = shape.openBody, try free.read(bytes[body...]) == nil { continue }
        builders[place.rawValue].add(token, bytes, shape)
      }
      guard let part = try free.read(bytes) else { continue }
      if part.end == bytes.endIndex {
        bodies.append((token, bytes, part.count))
        continue
      }
      let rest = bytes[(part.end + 1)...]
      for (index, place) in [StructuralPlace.afterValue, .colon].enumerated() {
        guard let shape = TokenShape.read(rest, at: place, isBlankFree: isBlankFree) else { continue }
        let openBody = shape.openBody.map { rest[$0...] } ?? []
        if try free.read(openBody) == nil { continue }
        closings[index].add(
          token, part: bytes[..<part.end], shape: builders[place.rawValue].id(of: shape) ?? -1, openBody: openBody)
      }
    }
    structural = builders.map { $0.build(vocabularySize: vocabularySize) }
    strings = StringSlice(
      bodies, closingValue: closings[0].build(), closingKey: closings[1].build(),
      vocabularySize: vocabularySize, escapes: escapes)
  }

  package subscript(place: StructuralPlace) -> StructuralSlice { structural[place.rawValue] }
}

/// Reads the bodies of strings without a schema.
private struct FreeString: ~Copyable {
  private var automaton: StringAutomaton
  private let start: StringStateID

  init(escapes: StringAutomaton.Escapes) throws(AutomatonError) {
    automaton = StringAutomaton(escapes: escapes)
    guard let start = try automaton.start([StringChoice(label: 0, rest: .anything)]) else {
      preconditionFailure("a free string has a state")
    }
    self.start = start
  }

  /// Where the string's quote stands or else the bytes end, and the code points up to there, a last one that is not
  /// complete included; nil when the bytes are in no string.
  mutating func read(_ bytes: ArraySlice<UInt8>) throws(AutomatonError) -> (end: Int, count: Int)? {
    var state = start
    var count = 0
    for (index, byte) in zip(bytes.indices, bytes) {
      let next = try automaton.step(state, byte)
      if next == StringAutomaton.closed { return (index, count) }
      if next < 0 { return nil }
      if state == start { count += 1 }
      state = StringStateID(index: next)
    }
    return (bytes.endIndex, count)
  }
}
