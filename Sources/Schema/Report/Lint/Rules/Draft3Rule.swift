import JSON

/// What draft 3 had and later drafts have not.
enum Draft3Rule: LintRule {
  static let keywords: Set<ExactString> = ["divisibleBy", "extends", "disallow", "optional"]

  static func notes(_ schema: LintSubject) -> [LintNote] {
    var notes: [LintNote] = []
    for member in schema.keywords.members {
      switch (member.key, member.value) {
      case ("divisibleBy", .number):
        notes.append(schema.note("divisibleBy", .draft3, .warning, "draft 3's keyword says nothing; use multipleOf"))
      case ("extends", .object), ("extends", .array):
        notes.append(schema.note("extends", .draft3, .warning, "draft 3's keyword says nothing; use allOf"))
      case ("disallow", .string), ("disallow", .array):
        notes.append(schema.note("disallow", .draft3, .warning, "draft 3's keyword says nothing; use not"))
      case ("optional", .bool):
        notes.append(
          schema.note(
            "optional", .draft3, .warning, "says nothing; properties are optional unless required names them"))
      case ("required", .bool):
        notes.append(
          schema.note(
            "required", .draft3, .error,
            "a boolean here is draft 3's; since draft 4 the object around lists its required keys"))
      case ("type", .string("any")):
        notes.append(schema.note("type", .draft3, .error, "draft 3's any is no type since draft 4; leave type out"))
      case ("type", .array(let types)) where types.contains(where: { $0.objectValue != nil }):
        notes.append(schema.note("type", .draft3, .error, "schemas inside type are draft 3's; use anyOf"))
      default: continue
      }
    }
    return notes
  }
}
