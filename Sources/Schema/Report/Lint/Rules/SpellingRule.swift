import JSON

/// Unknown keywords that look like known ones.
enum SpellingRule: LintRule {
  static func notes(_ schema: LintSubject) -> [LintNote] {
    schema.keywords.members.compactMap { member in
      guard let meant = likelyKeyword(for: member.key) else { return nil }
      return schema.note(
        member.key, .misspelt, .warning, "no draft has the keyword \(member.key.text), so it says nothing; \(meant)?")
    }
  }

  /// The keyword that a name most likely stands for; nil when it is one itself or resembles none.
  static func likelyKeyword(for name: ExactString) -> ExactString? {
    if KeywordCatalogue.rows[name] != nil || OpenAPIRule.keywords.contains(name) || Draft3Rule.keywords.contains(name) {
      return nil
    }
    let letters = Array(name.text.utf8.prefix(32))
    // Extensions, and keywords that someone has switched off.
    if letters.starts(with: "x-".utf8) || letters.first == UInt8(ascii: "_") { return nil }
    var best: (keyword: ExactString, distance: Int)?
    for keyword in KeywordCatalogue.rows.names.sorted() {
      let known = Array(keyword.utf8)
      let distance = EditDistance.between(letters, known)
      let isPlural = letters == known + [UInt8(ascii: "s")]
      let differsInCase = letters.map(lowercased) == known.map(lowercased)
      // Short words resemble many others.
      let allowed = known.count < 5 ? 0 : known.count < 8 ? 1 : 2
      guard isPlural || differsInCase || distance <= allowed else { continue }
      if distance < best?.distance ?? .max { best = (keyword, distance) }
    }
    return best?.keyword
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
