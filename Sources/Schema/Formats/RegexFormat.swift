import Automata

/// `regex`: an ECMA-262 pattern that the parser reads.
enum RegexFormat {
  static func accepts(_ text: String) -> Bool {
    do throws(RegexSyntaxError) {
      _ = try RegexParser.parse(text)
      return true
    } catch {
      return false
    }
  }
}
