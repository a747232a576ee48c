import Automata

/// What IDNA 2008 makes of a code point: the derived property of RFC 5892 §3, from the standard library's Unicode data.
enum DomainCodePoint {
  /// PVALID.
  case valid
  /// CONTEXTJ or CONTEXTO: a rule decides by the neighbours.
  case contextual
  /// DISALLOWED or UNASSIGNED.
  case disallowed

  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB, 0x660...0x669, 0x6F0...0x6F9, 0x200C, 0x200D: self = .contextual
    default: self = Self.allValid.contains(scalar) ? .valid : .disallowed
    }
  }

  private static let allValid = CodePointSet { (scalar: Unicode.Scalar) in derived(scalar) == .valid }

  /// From the properties of the scalar, which takes longer.
  private static func derived(_ scalar: Unicode.Scalar) -> DomainCodePoint {
    let properties = scalar.properties
    switch scalar.value {
    // Exceptions (§2.6).
    case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: return .valid
    case 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB, 0x660...0x669, 0x6F0...0x6F9: return .contextual
    case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: return .disallowed
    // LDH (§2.4) and JoinControl (§2.8).
    case 0x2D, 0x30...0x39, 0x61...0x7A: return .valid
    case 0x200C, 0x200D: return .contextual
    // IgnorableBlocks (§2.5).
    case 0x20D0...0x20FF, 0x1D100...0x1D1FF, 0x1D200...0x1D24F: return .disallowed
    // OldHangulJamo (§2.9).
    case 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB: return .disallowed
    // Unstable (§2.2) and IgnorableProperties (§2.3).
    case _ where properties.changesWhenNFKCCaseFolded || properties.isDefaultIgnorableCodePoint: return .disallowed
    default:
      // LetterDigits (§2.1).
      switch properties.generalCategory {
      case .lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber, .modifierLetter, .nonspacingMark,
        .spacingMark:
        return .valid
      default: return .disallowed
      }
    }
  }
}
