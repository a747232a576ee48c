/// The fields of an object, as a schema declares them.
package struct ObjectType: Sendable, Hashable {
  package struct Field: Sendable, Hashable {
    package let type: RuleType
    /// The property's name in the document.
    package let key: String
  }

  /// By the names that expressions use.
  private let fields: [String: Field]

  /// Every property can be named as it is, and as Kubernetes escapes it where that differs.
  package init(_ properties: [String: RuleType]) {
    var fields: [String: Field] = [:]
    for (key, type) in properties {
      if let name = FieldName.escaped(key) { fields[name] = Field(type: type, key: key) }
    }
    for (key, type) in properties { fields[key] = Field(type: type, key: key) }
    self.fields = fields
  }

  package subscript(name: String) -> Field? { fields[name] }
}
