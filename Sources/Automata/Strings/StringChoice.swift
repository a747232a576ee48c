/// One reading of a string under way: what may still follow, and the label to report when it ends.
package struct StringChoice: InternedKey, Sendable {
  @usableFromInline package let label: Int32
  @usableFromInline package let rest: RegexID

  package init(label: Int32, rest: RegexID) {
    self.label = label
    self.rest = rest
  }

  @inlinable package func mix(into mixer: inout KeyMixer) { mixer.add(label, rest.index) }
}

/// An interned state of the string automaton.
package struct StringStateID: InternedKey, Sendable {
  @usableFromInline package let index: Int32

  package init(index: Int32) { self.index = index }

  @inlinable package func mix(into mixer: inout KeyMixer) { mixer.add(index) }
}

/// Where in the encoding of a JSON string a state stands.
enum StringPhase: Hashable {
  /// Between code points.
  case body
  /// Inside a UTF-8 sequence: `missing` bytes to come, `bits` of the code point read so far.
  case sequence(missing: UInt8, bits: UInt32)
  /// Inside a UTF-8 sequence all of whose ends behave alike: the choices are those after it.
  case tail(missing: UInt8)
  /// After a backslash.
  case escape
  /// Inside `\uXXXX`: digits read and their value; `high` is the surrogate that came before, or 0.
  case unicode(digits: UInt8, value: UInt32, high: UInt32)
  /// After a high surrogate, at the backslash of the low one, or at its `u`.
  case lowSurrogate(high: UInt32, atLetter: Bool)
}
