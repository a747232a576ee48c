import JSON

/// Formats that no draft defines, and patterns that may be found anywhere.
enum StringRule: LintRule {
  static func notes(_ schema: LintSubject) -> [LintNote] {
    if schema.isReference { return [] }
    var notes: [LintNote] = []
    if let format = schema.keywords["format"]?.stringValue, StringFormat(rawValue: format) == nil {
      notes.append(
        schema.note(
          "format", .unknownFormat, .warning,
          "no draft defines the format \(JSONWriter.quote(format)), so it is an annotation and nothing checks it"))
    }
    if let pattern = schema.keywords["pattern"]?.stringValue, let missing = missingAnchor(pattern) {
      notes.append(
        schema.note(
          "pattern", .unanchoredPattern, .info,
          "without \(missing) the pattern need only be found somewhere in the string, and anything may stand around it")
      )
    }
    return notes
  }

  /// The anchors that a pattern lacks at its ends; nil when it has both, or other assertions where it is hard to say.
  private static func missingAnchor(_ pattern: String) -> String? {
    let bytes = Array(pattern.utf8)
    // Lookarounds and top-level alternatives may anchor in their own ways.
    if bytes.isEmpty || pattern.contains("(?=") || pattern.contains("(?!") || pattern.contains("(?<") { return nil }
    let starts = bytes.first == UInt8(ascii: "^") || bytes.starts(with: "(^".utf8) || bytes.starts(with: "(?:^".utf8)
    let escapes = bytes.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count
    let ends = bytes.last == UInt8(ascii: "$") && escapes.isMultiple(of: 2) || bytes.suffix(2).elementsEqual("$)".utf8)
    switch (starts, ends) {
    case (true, true): return nil
    case (true, false): return "$ at its end"
    case (false, true): return "^ at its start"
    case (false, false): return "^ and $ around it"
    }
  }
}
