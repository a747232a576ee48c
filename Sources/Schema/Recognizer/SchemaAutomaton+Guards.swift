import Automata
import JSON

/// Strings of which a predicate on the whole text decides: what the masks leave open is decided where a token is taken.
extension SchemaAutomaton {
  /// Whether some keyword that a value can come to is guarded.
  package var isGuarded: Bool { space.isGuarded }

  /// Whether the text of the string that a state is in will be looked at when it ends.
  package func isGuarded(_ state: RecognizerState) -> Bool {
    space.isGuarded && state.isInString && space.strings.hasGuard(StringStateID(index: state.payload))
  }

  /// Whether the labels that hold for a string that ends here do not depend on its text.
  func isSettled(_ string: StringStateID) -> Bool { !space.isGuarded || space.strings.isSettled(string) }

  /// Whether some text was found that completes the string under way, where a predicate has a say in it; true elsewhere.
  ///
  /// - Parameter end: where the next byte stands on the tape.
  package mutating func canEndString(_ state: RecognizerState, end: Int) throws(SchemaError) -> Bool {
    guard isGuarded(state) else { return true }
    let range = tape.rangeOfStringBody(endingAt: end)
    let string = StringStateID(index: state.payload)
    if let known = knownEndings.number(of: range, on: tape, as: string.index) { return known != 0 }
    let body = tape.stringBody(endingAt: end)
    let start = space.strings.isBetweenCodePoints(string) ? body.endIndex : Self.startOfOpenCharacter(body)
    do throws(AutomatonError) {
      let canEnd = try space.strings.canEnd(string, decodedName(body[..<start]).text, open: body[start...])
      knownEndings.add(canEnd ? 1 : 0, of: range, on: tape, as: string.index)
      return canEnd
    } catch {
      throw tooComplex(error)
    }
  }

  /// Bytes that end the string under way, its quote included; nil where none were found.
  ///
  /// - Parameter end: where the next byte stands on the tape.
  mutating func stringEnding(_ start: RecognizerState, end: Int) throws(SchemaError) -> [UInt8]? {
    var state = start
    var bytes: [UInt8] = []
    while !space.strings.isBetweenCodePoints(StringStateID(index: state.payload)) {
      let position = end + bytes.count
      var found: RecognizerState?
      for byte in 0..<UInt8.max where found == nil {
        guard let next = try step(state, byte, at: position), next.isInString,
          try canEndString(next, end: position + 1)
        else { continue }
        bytes.append(byte)
        found = next
      }
      guard let found else { return nil }
      state = found
    }
    let beginning = decodedName(tape.stringBody(endingAt: end + bytes.count)).text
    do throws(AutomatonError) {
      guard let ending = try space.strings.ending(of: StringStateID(index: state.payload), beginning) else {
        return nil
      }
      return bytes + ending.unicodeScalars.flatMap { JSONCharacter.encode($0.value) } + [UInt8(ascii: "\"")]
    } catch {
      throw tooComplex(error)
    }
  }

  /// The text of the string that ends before `end` on the tape.
  mutating func textOnTape(endingAt end: Int) -> String { decodedName(tape.readStringBody(endingAt: end)).text }

  /// Where the code point begins that is under way: an escape, a pair of them, or a UTF-8 sequence.
  private static func startOfOpenCharacter(_ body: ArraySlice<UInt8>) -> Int {
    if let last = body.last, last >= 0x80 { return body.lastIndex { $0 >= 0xC0 } ?? body.startIndex }
    // Complete characters from the start: what remains behind the last one is open.
    var place = body.startIndex
    var start = place
    while place < body.endIndex {
      start = place
      guard body[place] == UInt8(ascii: "\\") else {
        place += 1
        continue
      }
      guard place + 1 < body.endIndex else { break }
      guard body[place + 1] == UInt8(ascii: "u") else {
        place += 2
        continue
      }
      guard place + 6 <= body.endIndex else { break }
      place += isHighSurrogate(body[place + 2..<place + 6]) ? 12 : 6
    }
    return start
  }

  private static func isHighSurrogate(_ digits: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: digits, as: UTF8.self)
    return UInt32(text, radix: 16).map { (0xD800...0xDBFF).contains($0) } ?? false
  }
}
