package import Automata

/// A state of the schema automaton: where in the text's grammar it stands, and the open containers and values.
///
/// Both halves are interned, so equal states are equal pairs of small integers.
package struct RecognizerState: InternedKey, Sendable {
  /// Kind in the low four bits, its payload above.
  @usableFromInline package let lexeme: Int32
  /// Index of the innermost stack cell, -1 when nothing is open.
  @usableFromInline package let stack: Int32

  @inlinable package func mix(into mixer: inout KeyMixer) { mixer.add(lexeme, stack) }

  /// What the next bytes belong to.
  enum Kind: Int32 {
    /// A value is to come. Payload of this and the next five: whitespace bytes just read.
    case value
    /// Behind `{`.
    case objectStart
    /// Behind a comma in an object.
    case member
    case colon
    case afterValue
    /// Behind `[`.
    case arrayStart
    /// Inside a string value. Payload: a state of the string automaton. Differs from `key` in the lowest bit only.
    case string
    /// Inside a property name. Payload: a state of the string automaton.
    case key
    /// Payload: a state of the number automaton.
    case number
    /// Inside `null`, `true` or `false`. Payload: index of a `LiteralProgress`.
    case literal
  }

  /// Where the documents of an automaton's first schema start.
  package static let start = RecognizerState(.value, stack: 0)

  init(_ kind: Kind, _ payload: Int32 = 0, stack: Int32) {
    lexeme = payload &<< 4 | kind.rawValue
    self.stack = stack
  }

  /// The same place in the stack with another lexeme.
  init(lexeme: Int32, stack: Int32) {
    self.lexeme = lexeme
    self.stack = stack
  }

  /// Whether this is inside a string value or a property name, where a step is a look-up.
  var isInString: Bool { lexeme & 14 == Kind.string.rawValue }

  var kind: Kind { Kind(rawValue: lexeme & 15)! }
  var payload: Int32 { lexeme &>> 4 }
  /// Whether this is inside a property name.
  package var isInKey: Bool { lexeme & 15 == Kind.key.rawValue }
}

/// How much of a literal has been read, for the labels that admit it.
struct LiteralProgress: Hashable {
  enum Word: UInt8 {
    case null
    case `true`
    case `false`
  }

  let word: Word
  let read: UInt8
  let labels: [Int32]

  var text: StaticString {
    switch word {
    case .null: "null"
    case .true: "true"
    case .false: "false"
    }
  }
}
