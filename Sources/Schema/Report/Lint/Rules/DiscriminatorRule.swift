import JSON

/// `discriminator`, as OpenAPI defines it and pydantic writes it: an annotation, so the branches have to tell themselves
/// apart.
enum DiscriminatorRule: LintRule {
  static func notes(_ schema: LintSubject) -> [LintNote] {
    guard let value = schema.keywords["discriminator"] else { return [] }
    let tag = value["propertyName"]?.stringValue ?? value.stringValue
    guard let tag else {
      return [schema.note("discriminator", .discriminator, .info, "OpenAPI's annotation; it says nothing here")]
    }
    var notes = [
      schema.note(
        "discriminator", .discriminator, .info,
        "an annotation: the masks follow what each branch says of \(JSONWriter.quote(tag)) itself")
    ]
    for keyword in ["oneOf", "anyOf"] as [ExactString] {
      for (index, branch) in (schema.keywords[keyword]?.arrayValue ?? []).enumerated() {
        let place = schema.location.appending(keyword).appending(ExactString(String(index)))
        guard let target = branch["$ref"]?.stringValue.map({ schema.target(of: $0) }) ?? branch else { continue }
        let property = target["properties"]?[ExactString(tag)]
        let isFixed = property?["const"] != nil || property?["enum"] != nil
        let isRequired = target["required"]?.arrayValue?.contains(.string(tag)) == true
        if !isFixed {
          notes.append(
            LintNote(
              location: place, code: .discriminator, severity: .warning,
              message: "nothing here fixes \(JSONWriter.quote(tag)), so the branches are not told apart by it"))
        } else if !isRequired {
          notes.append(
            LintNote(
              location: place, code: .optionalTag, severity: .warning,
              message: "\(JSONWriter.quote(tag)) tells the branches apart, but it is not in required and may be missing"
            ))
        }
      }
    }
    return notes
  }
}
