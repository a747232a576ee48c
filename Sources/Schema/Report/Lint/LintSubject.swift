import JSON

/// A schema as the rules see it.
struct LintSubject {
  let location: SchemaLocation
  let keywords: JSONObject
  let draft: Draft
  /// The document's root, for rules that look at what a reference leads to.
  let root: JSONValue
  /// The keyword of the schema around it that holds it; nil at a root.
  let holder: ExactString?
  /// Whether a schema that applies this one to the same value asks for types.
  let inheritsType: Bool
  /// Whether null is valid, as far as the schema itself goes; nil where that is not known.
  let admitsNull: Bool?

  func note(_ keyword: ExactString, _ code: LintNote.Code, _ severity: LintNote.Severity, _ message: String) -> LintNote
  {
    LintNote(location: location.appending(keyword), code: code, severity: severity, message: message)
  }

  /// Whether only `$ref` counts here.
  var isReference: Bool { draft <= .draft7 && keywords["$ref"] != nil }

  /// What stands where a local reference leads, when it is a JSON Pointer.
  func target(of reference: String) -> JSONValue? {
    guard reference.utf8.first == UInt8(ascii: "#"), let pointer = JSONPointer(text: String(reference.dropFirst()))
    else { return nil }
    return pointer.resolve(in: root)
  }
}
