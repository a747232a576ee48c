package import JSON

extension Rule {
  /// The fields of one object, of which none may stay untaken.
  private struct Fields {
    let object: JSONObject
    let place: JSONPointer

    init(_ json: JSONValue, at place: JSONPointer, known: Set<String>) throws(RuleError) {
      guard let object = json.objectValue else { throw .rule(.notAnObject, at: place) }
      for key in object.keys where !known.contains(key.text) { throw .rule(.unknownField(key.text), at: place) }
      self.object = object
      self.place = place
    }

    func text(_ name: String, allowsEmpty: Bool = false) throws(RuleError) -> String? {
      guard let value = object[ExactString(name)] else { return nil }
      guard let text = value.stringValue, allowsEmpty || !text.isEmpty else {
        throw .rule(.invalidField(name, expected: "a text"), at: place)
      }
      return text
    }

    func required(_ name: String) throws(RuleError) -> String {
      guard let text = try text(name) else { throw .rule(.missingField(name), at: place) }
      return text
    }
  }

  /// Reads a rule of a contract: `id`, `expression`, and optionally `message`, `messageExpression`, `severity`
  /// (`reject` or `flag`), `attempts`, `reason`.
  ///
  /// - Throws: `RuleError.rule`.
  package init(_ json: JSONValue, at place: JSONPointer = JSONPointer()) throws(RuleError) {
    let fields = try Fields(
      json, at: place,
      known: ["id", "expression", "message", "messageExpression", "severity", "attempts", "reason"])
    var severity = Severity.reject
    if let name = try fields.text("severity") {
      guard let known = Severity(rawValue: name) else {
        throw .rule(.invalidField("severity", expected: "reject or flag"), at: place)
      }
      severity = known
    }
    var attempts = Self.defaultAttempts
    if let value = fields.object["attempts"] {
      guard let number = value.integerValue, Self.attemptsRange.contains(number) else {
        let range = Self.attemptsRange
        throw .rule(
          .invalidField("attempts", expected: "an integer from \(range.lowerBound) to \(range.upperBound)"), at: place)
      }
      attempts = number
    }
    self.init(
      id: try fields.required("id"), expression: try fields.required("expression"), message: try fields.text("message"),
      messageExpression: try fields.text("messageExpression"), severity: severity, attempts: attempts,
      reason: try fields.text("reason"))
  }

  /// Reads a list of rules with ids of their own.
  ///
  /// - Throws: `RuleError.rule`.
  package static func list(_ json: JSONValue, at place: JSONPointer = JSONPointer()) throws(RuleError) -> [Rule] {
    guard let items = json.arrayValue else { throw .rule(.notAList, at: place) }
    var rules: [Rule] = []
    var ids: Set<ExactString> = []
    for (index, item) in items.enumerated() {
      let rule = try Rule(item, at: place.appending(index))
      guard ids.insert(ExactString(rule.id)).inserted else {
        throw .rule(.repeatedID(rule.id), at: place.appending(index))
      }
      rules.append(rule)
    }
    return rules
  }

  private static let reasons: Set<String> = [
    "FieldValueInvalid", "FieldValueForbidden", "FieldValueRequired", "FieldValueDuplicate",
  ]

  /// Reads one of `x-kubernetes-validations`; its id is its place in the schema.
  ///
  /// - Throws: `RuleError.rule`.
  init(kubernetes json: JSONValue, at place: JSONPointer) throws(RuleError) {
    let fields = try Fields(
      json, at: place, known: ["rule", "message", "messageExpression", "reason", "fieldPath", "optionalOldSelf"])
    if fields.object["optionalOldSelf"] != nil { throw .rule(.transitionRule, at: place) }
    let expression = try fields.required("rule")
    let message = try fields.text("message")
    if let message, message.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
      throw .rule(.invalidField("message", expected: "one line"), at: place)
    }
    if message == nil, expression.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
      throw .rule(.missingField("message"), at: place)
    }
    let reason = try fields.text("reason")
    if let reason, !Self.reasons.contains(reason) {
      throw .rule(.invalidField("reason", expected: Self.reasons.sorted().joined(separator: ", ")), at: place)
    }
    var fieldPath = JSONPointer()
    if let text = try fields.text("fieldPath") {
      guard let path = FieldPath.pointer(text) else { throw .rule(.invalidFieldPath(text), at: place) }
      fieldPath = path
    }
    self.init(
      id: "#" + place.description, expression: expression, message: message,
      messageExpression: try fields.text("messageExpression"), reason: reason, fieldPath: fieldPath)
  }
}
