/// The named sets of ECMA-262 patterns (§22.2.1, CharacterClassEscape and the dot).
extension CodePointSet {
  /// Every scalar value.
  package static let all = CodePointSet(0...0x10FFFF)

  /// `\d`: ASCII digits only.
  package static let digit = CodePointSet(0x30...0x39)

  /// `\w`: ASCII letters, digits and the underscore.
  package static let word = CodePointSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])

  /// `\s`: WhiteSpace (which has all of Space_Separator and U+FEFF) and LineTerminator.
  package static let whitespace = CodePointSet([
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
    0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ])

  /// LineTerminator: LF, CR, LS and PS.
  package static let lineTerminator = CodePointSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])

  /// The dot without the `s` flag.
  package static let dot = lineTerminator.complement
}
