import JSON

/// Keywords and forms that belong to another draft than the schema's.
enum DraftRule: LintRule {
  static func notes(_ schema: LintSubject) -> [LintNote] {
    let draft = schema.draft
    var notes: [LintNote] = []
    if schema.isReference { notes += hiddenSiblings(schema) }
    for member in schema.keywords.members {
      let (key, value) = (member.key, member.value)
      if key == "id" || key == "$id" {
        if let note = identifier(key, value, schema) { notes.append(note) }
      } else if let row = KeywordCatalogue.rows[key], !row.drafts.contains(draft) {
        notes.append(
          schema.note(
            key, .otherDraft, row.role == .constraint ? .warning : .info,
            "\(key.text) \(row.span), and this schema is read as draft \(draft.name), where it says nothing"
              + instead(of: key, draft)))
      }
      if key == "items", value.arrayValue != nil, draft == .draft2020 {
        notes.append(
          schema.note(
            key, .itemsArray, .error, "in draft 2020-12 items is one schema; a tuple is written with prefixItems"))
      }
      if ["exclusiveMinimum", "exclusiveMaximum"].contains(key) {
        if draft > .draft4, value.boolValue != nil {
          notes.append(
            schema.note(
              key, .exclusiveBound, .error,
              "a boolean here is draft 4's and OpenAPI 3.0's; in draft \(draft.name) it is the bound itself"))
        } else if draft == .draft4, value.numberValue != nil {
          notes.append(
            schema.note(
              key, .exclusiveBound, .error,
              "in draft 4 this is a boolean beside \(key == "exclusiveMinimum" ? "minimum" : "maximum")"))
        }
      }
    }
    return notes
  }

  private static func hiddenSiblings(_ schema: LintSubject) -> [LintNote] {
    schema.keywords.members.compactMap { member in
      guard member.key != "$ref", KeywordCatalogue.rows[member.key]?.role == .constraint else { return nil }
      return schema.note(
        member.key, .besideReference, .warning,
        "up to draft 7 keywords beside $ref say nothing; put the $ref into an allOf")
    }
  }

  /// `id` and `$id`, each in the other's draft. A schema may well describe something with the keyword's name, so only
  /// what looks like a URI counts.
  private static func identifier(_ key: ExactString, _ value: JSONValue, _ schema: LintSubject) -> LintNote? {
    guard let text = value.stringValue, text.utf8.contains(where: { [0x23, 0x2F, 0x3A].contains($0) }) else {
      return nil
    }
    switch (key, schema.draft) {
    case ("id", .draft6...):
      return schema.note(
        key, .otherDraft, .warning, "since draft 6 the identifier is $id; id says nothing, and references miss it")
    case ("$id", .draft4):
      return schema.note(key, .otherDraft, .warning, "in draft 4 the identifier is id; $id says nothing")
    default: return nil
    }
  }

  private static func instead(of keyword: ExactString, _ draft: Draft) -> String {
    let isNew = draft >= .draft2019
    return switch keyword {
    case "dependencies": "; use dependentRequired and dependentSchemas"
    case "dependentRequired", "dependentSchemas": "; use dependencies"
    case "additionalItems": "; use items beside prefixItems"
    case "prefixItems": "; use items with an array"
    case "$recursiveRef": isNew ? "; use $dynamicRef" : "; use $ref"
    case "$dynamicRef": draft == .draft2019 ? "; use $recursiveRef" : "; use $ref"
    case "const": "; use enum with one value"
    default: ""
    }
  }
}

extension KeywordCatalogue.Row {
  /// Such as `is of drafts 2019-09 to 2020-12`.
  var span: String {
    if drafts.lowerBound == drafts.upperBound { return "is of draft \(drafts.lowerBound.name) alone" }
    if drafts.upperBound == .draft2020 { return "came with draft \(drafts.lowerBound.name)" }
    return "is of drafts \(drafts.lowerBound.name) to \(drafts.upperBound.name)"
  }
}

extension Draft {
  /// Such as `7` or `2020-12`.
  package var name: String {
    switch self {
    case .draft4: "4"
    case .draft6: "6"
    case .draft7: "7"
    case .draft2019: "2019-09"
    case .draft2020: "2020-12"
    }
  }
}
