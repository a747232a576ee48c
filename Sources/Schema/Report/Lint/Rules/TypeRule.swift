import JSON

/// Keywords for one type, where other types are let through or that one is not.
enum TypeRule: LintRule {
  static func notes(_ schema: LintSubject) -> [LintNote] {
    if schema.isReference { return [] }
    let specific = schema.keywords.members.filter {
      KeywordCatalogue.types[$0.key] != nil && KeywordCatalogue.rows[$0.key]?.drafts.contains(schema.draft) == true
        && !KeywordCatalogue.isIdle($0.key, $0.value, in: schema.keywords, schema.draft)
    }
    return idle(schema) + (schema.keywords["type"] == nil ? missing(specific, schema) : other(specific, schema))
  }

  private static func missing(_ specific: [JSONObject.Member], _ schema: LintSubject) -> [LintNote] {
    guard let first = specific.first, !schema.inheritsType else { return [] }
    // Conditions leave the type to what stands around them, and constants have theirs.
    if ["if", "not"].contains(schema.holder) { return [] }
    let decides: [ExactString] = ["enum", "const", "$ref", "$dynamicRef", "$recursiveRef", "allOf", "anyOf", "oneOf"]
    if decides.contains(where: { schema.keywords[$0] != nil }) { return [] }
    let type = KeywordCatalogue.types[first.key]!
    return [
      schema.note(
        first.key, .missingType, .warning,
        "\(first.key.text) only speaks of values of type \(type); without \"type\": \"\(type)\" any other value passes")
    ]
  }

  private static func other(_ specific: [JSONObject.Member], _ schema: LintSubject) -> [LintNote] {
    let value = schema.keywords["type"]!
    let types = (value.arrayValue ?? [value]).compactMap(\.stringValue).map { $0 == "integer" ? "number" : $0 }
    return specific.compactMap { member in
      let type = KeywordCatalogue.types[member.key]!
      if types.isEmpty || types.contains(type) || types.contains("any") { return nil }
      return schema.note(
        member.key, .otherType, .warning,
        "\(member.key.text) speaks of values of type \(type), and type lets none of these through")
    }
  }

  private static func idle(_ schema: LintSubject) -> [LintNote] {
    let companions: [ExactString: String] = [
      "then": "if", "else": "if", "if": "then or else", "minContains": "contains", "maxContains": "contains",
      "additionalItems": "an array in items",
    ]
    return schema.keywords.members.compactMap { member in
      guard let companion = companions[member.key],
        KeywordCatalogue.rows[member.key]?.drafts.contains(schema.draft) == true,
        KeywordCatalogue.isIdle(member.key, member.value, in: schema.keywords, schema.draft)
      else { return nil }
      return schema.note(member.key, .idle, .warning, "\(member.key.text) says nothing without \(companion)")
    }
  }
}
