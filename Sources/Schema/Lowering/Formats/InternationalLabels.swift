import Automata

/// What IDNA 2008 says of the names of `idn-hostname` that a regular expression can say: which code points may stand in
/// a label at all, and how many.
enum InternationalLabels {
  /// All names that `InternationalHostnameFormat` accepts, and others.
  static func names(in regex: inout RegexAlgebra) -> RegexID {
    let any = regex.set(characters)
    let first = regex.set(characters.subtracting(hyphen).subtracting(marks))
    let last = regex.set(characters.subtracting(hyphen))
    // The ASCII form of a label is never shorter than the label.
    let inner = regex.concatenation(regex.repetition(any, minimum: 0, maximum: 61), last)
    let label = regex.concatenation(first, regex.alternation([.epsilon, inner]))
    let more = regex.concatenation(regex.set(dots), label)
    let names = regex.concatenation(label, regex.repetition(more, minimum: 0, maximum: nil))
    return regex.intersection([names, regex.length(minimum: 0, maximum: HostnameFormat.maximumLength)])
  }

  private static let hyphen = CodePointSet("-")
  private static let dots = CodePointSet(of: ".\u{3002}\u{FF0E}\u{FF61}")
  private static let marks = CodePointSet { (scalar: Unicode.Scalar) in
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }
  /// Capital letters are for labels that are ASCII throughout.
  private static let characters = CodePointSet { (scalar: Unicode.Scalar) in
    (0x41...0x5A).contains(scalar.value) || DomainCodePoint(scalar) != .disallowed
  }
}
