import Automata

/// `regex`: an ECMA-262 pattern, as the masks read it.
enum RegexFormat {
  static func accepts(_ text: String) -> Bool { PatternReader.accepts(text) }
}
