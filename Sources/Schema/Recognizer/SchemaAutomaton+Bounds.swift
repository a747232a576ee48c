package import Automata
import JSON

/// What the tokens of a mask may leave to write at most, without a look at each of them.
extension SchemaAutomaton {
  /// Property names that are looked at one by one; where there are more, tokens are.
  private static let namesLimit = 64
  /// Bytes that the rest of a code point takes at most, when a token ends inside of it, and the closing quote.
  private static let endOfString: Int32 = 13
  /// Bytes of a shortest string outside of any finite set that fits in memory.
  private static let newString: Int32 = 8

  /// At least the cost of every state that an allowed token leads to, whatever stands on the tape; nil where only a
  /// walk over the tokens tells.
  package mutating func costBound(
    _ slices: VocabularySlices, _ memo: inout SliceMemo, from state: RecognizerState, tapeEnd: Int
  ) throws(SchemaError) -> Int32? {
    guard let place = state.kind.place else { return try stringBound(slices, &memo, from: state, tapeEnd: tapeEnd) }
    guard place == .number || place == .literal else {
      // Blanks leave as much to write as there was.
      let own = try cost(state, end: 0)
      let passage = try passage(slices[place], &memo, from: state, tapeEnd: tapeEnd)
      return try bound(of: passage, slices, slices[place]).map { max($0, own) }
    }
    let inside = try computePassage(slices[place], from: state, tapeEnd: tapeEnd)
    guard var least = try bound(of: inside, slices, slices[place]) else { return nil }
    let labels = place == .number ? space.numbers.labels(atEndOf: NumberStateID(index: state.payload)) : []
    if labels.isEmpty { return least }
    if isCapturing(state.stack) { return nil }
    guard let after = try complete(state.stack, labels, end: tapeEnd) else { return least }
    least = max(least, try cost(after, end: 0))
    let behind = try passage(slices[.afterValue], &memo, from: after, tapeEnd: tapeEnd)
    return try bound(of: behind, slices, slices[.afterValue]).map { max($0, least) }
  }

  private mutating func bound(
    of passage: SliceMemo.Passage, _ slices: VocabularySlices, _ slice: StructuralSlice
  ) throws(SchemaError) -> Int32? {
    guard passage.undecided.isEmpty else { return nil }
    var most: Int32 = 0
    for hit in passage.hits {
      most = max(most, try cost(hit.state, end: 0))
      if slice.openings[Int(hit.shape)] == nil { continue }
      guard let inside = try bodyBound(slices.strings, hit.state) else { return nil }
      most = max(most, inside)
    }
    return most
  }

  private mutating func stringBound(
    _ slices: VocabularySlices, _ memo: inout SliceMemo, from state: RecognizerState, tapeEnd: Int
  ) throws(SchemaError) -> Int32? {
    let string = StringStateID(index: state.payload)
    guard space.strings.isBetweenCodePoints(string), !isCapturing(state.stack),
      var most = try bodyBound(slices.strings, state)
    else { return nil }
    let slice = slices[state.isInKey ? .colon : .afterValue]
    let longest = Int32((state.isInKey ? slices.strings.closingKey : slices.strings.closingValue).parts.longestToken)
    var ends: [RecognizerState] = []
    for choice in space.strings.choices(of: string) {
      if !state.isInKey {
        if let after = try complete(state.stack, [choice.label], end: tapeEnd) { ends.append(after) }
        continue
      }
      var keys = [KeyID(index: choice.label)]
      if choice.label == Self.namedLabel {
        let names = space.strings.regex.members(of: choice.rest).filter { $0.rest <= longest }
        if names.count > Self.namesLimit { return nil }
        keys = names.map { space.keys.id(of: ExactString($0.text)) }
      }
      for key in keys {
        guard let pending = try memberStep(frame(state.stack), key) else { continue }
        ends.append(RecognizerState(.colon, stack: push(.pending(pending), on: cells[Int(state.stack)].parent)))
      }
    }
    for end in ends {
      let passage = try passage(slice, &memo, from: end, tapeEnd: tapeEnd)
      guard let behind = try bound(of: passage, slices, slice) else { return nil }
      most = max(most, behind, try cost(end, end: 0))
    }
    return most
  }

  /// At least the cost of every state of the string that a token leads to which stays in it.
  private mutating func bodyBound(_ slice: StringSlice, _ state: RecognizerState) throws(SchemaError) -> Int32? {
    var certain: Int32?
    var most: Int32 = 0
    for choice in space.strings.choices(of: StringStateID(index: state.payload)) {
      guard let bound = try bodyBound(slice, choice, state) else { return nil }
      most = max(most, bound)
      // A language that every string can go on in is there whatever the token.
      if try isDense(choice.rest) { certain = min(certain ?? bound, bound) }
    }
    return certain ?? most
  }

  private mutating func bodyBound(
    _ slice: StringSlice, _ choice: StringChoice, _ state: RecognizerState
  ) throws(SchemaError) -> Int32? {
    let isNamed = state.isInKey && choice.label == Self.namedLabel
    if isNamed {
      let names = space.strings.regex.members(of: choice.rest)
      if names.isEmpty || names.count > Self.namesLimit { return nil }
      var most: Int32 = 0
      for name in names {
        let own = FormulaSpace.sum(name.rest, Self.endOfString)
        let member = try memberCost(state.stack, space.keys.id(of: ExactString(name.text)))
        if member < FormulaSpace.unreachable { most = max(most, FormulaSpace.sum(own, member)) }
      }
      return most
    }
    let own: Int32
    do throws(AutomatonError) {
      if choice.rest == .anything {
        own = Self.endOfString
      } else if space.strings.regex.lengthLimit(choice.rest) != nil {
        own = FormulaSpace.sum(try space.strings.regex.cost(of: choice.rest), Self.endOfString)
      } else if space.strings.regex.isCofinite(choice.rest) {
        own = Self.newString + Self.endOfString
      } else {
        own = try space.strings.largestClosing(slice.bodies, of: choice.rest)
      }
    } catch {
      throw tooComplex(error)
    }
    let after =
      state.isInKey
      ? try memberCost(state.stack, KeyID(index: choice.label)) : try costAfter(choice.label, state.stack)
    return FormulaSpace.sum(own, after)
  }
}
