package import JSON

extension RuleSet {
  /// A schema that also says what rules say, so that masks can enforce them.
  package struct Enforcement: Sendable {
    package let schema: JSONValue
    /// The rules that the schema has taken over. They are still to be judged: an output with numbers that CEL's types
    /// cannot hold breaks them all the same.
    package let enforced: [Rule]
  }

  /// The schema with those rejecting rules added that JSON Schema can say: fields against constants, sizes, presence,
  /// prefixes, and what `&&`, `||`, `!`, `?:`, `all` and `exists` make of them.
  ///
  /// - Parameter allowsRounding: whether to take rules about numbers with fractions, which schemas compare as decimals
  ///   and CEL as doubles.
  package func enforcement(allowsRounding: Bool = false) -> Enforcement {
    var schema = scopes.shapes.reader.document
    var enforced: [Rule] = []
    // Drafts 3 and 4 lack the keywords.
    if let dialect = schema["$schema"]?.stringValue, dialect.contains("draft-03") || dialect.contains("draft-04") {
      return Enforcement(schema: schema, enforced: [])
    }
    let own = [(rules: rules, index: 0, isOwn: true)]
    let carried = scopes.scopes.enumerated().map { (rules: $1.rules, index: $0, isOwn: false) }
    for (rules, index, isOwn) in own + carried {
      let shape = scopes.scopes[index].shape
      let translator = ConditionTranslator(shapes: scopes.shapes, root: .document, shape: shape)
      for rule in rules where rule.rule.severity == .reject {
        guard let condition = translator.condition(rule.plan), condition.isExact || allowsRounding,
          let place = scopes.place(of: index),
          let next = Self.adding(fragment(condition, shape, isOwn: isOwn), to: schema, at: place.tokens[...])
        else { continue }
        schema = next
        enforced.append(rule.rule)
      }
    }
    return Enforcement(schema: schema, enforced: enforced)
  }

  /// A rule that a schema carries is not about a null that the schema allows.
  private func fragment(_ condition: Condition, _ shape: ShapeID, isOwn: Bool) -> JSONValue {
    guard scopes.shapes[shape].isNullable, !isOwn else { return condition.whenTrue }
    return Condition.object([("anyOf", [["type": "null"], condition.whenTrue])])
  }

  /// The schema with one more member of `allOf` in the subschema at a place; nil where a `$ref` stands, beside which old
  /// drafts see nothing.
  private static func adding(
    _ fragment: JSONValue, to schema: JSONValue, at place: ArraySlice<ExactString>
  ) -> JSONValue? {
    guard let token = place.first else {
      if schema == true { return Condition.object([("allOf", [fragment])]) }
      guard var object = schema.objectValue, object["$ref"] == nil else { return nil }
      object["allOf"] = .array((object["allOf"]?.arrayValue ?? []) + [fragment])
      return .object(object)
    }
    switch schema {
    case .object(var object):
      guard let next = object[token].flatMap({ adding(fragment, to: $0, at: place.dropFirst()) }) else { return nil }
      object[token] = next
      return .object(object)
    case .array(var items):
      guard let index = Int(token.text), items.indices.contains(index),
        let next = adding(fragment, to: items[index], at: place.dropFirst())
      else { return nil }
      items[index] = next
      return .array(items)
    default: return nil
    }
  }
}
