import JSON

/// `anyOf` or `oneOf` of a schema and null: the usual way to say that a value may be missing.
enum NullableChoice {
  /// The place of the branch that is not null, and the keyword that holds it; nil for any other schema.
  static func branch(of schema: JSONValue, at place: JSONPointer) -> (JSONPointer, keyword: ExactString)? {
    for keyword: ExactString in ["anyOf", "oneOf"] {
      guard let branches = schema[keyword]?.arrayValue, branches.count == 2,
        let null = branches.firstIndex(where: { $0["type"]?.stringValue == "null" })
      else { continue }
      return (place.appending(keyword).appending(1 - null), keyword)
    }
    return nil
  }
}
