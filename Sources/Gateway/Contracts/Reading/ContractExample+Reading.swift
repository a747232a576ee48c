import JSON
import Rules

extension ContractExample {
  /// The field `examples` of a contract: `valid` and `invalid`, a list each.
  static func list(_ contract: inout FieldReader, ruleIDs: Set<String>) throws(GatewayError) -> [ContractExample] {
    guard let json = contract.take("examples") else { return [] }
    var fields = try FieldReader(json, at: contract.path(of: "examples"))
    var examples: [ContractExample] = []
    for (key, isValid) in [("valid", true), ("invalid", false)] as [(ExactString, Bool)] {
      let path = fields.path(of: key)
      for (index, item) in (try fields.array(key) ?? []).enumerated() {
        examples.append(try ContractExample(item, isValid: isValid, at: path.appending(index), ruleIDs: ruleIDs))
      }
    }
    try fields.finish()
    return examples
  }

  private init(_ json: JSONValue, isValid: Bool, at path: FieldPath, ruleIDs: Set<String>) throws(GatewayError) {
    var fields = try FieldReader(json, at: path)
    // For readers.
    _ = try fields.string("description")
    output = try fields.required("output")
    let text = try fields.string("text") ?? ""
    request = RequestFacts(text: text, variables: try fields.object("variables") ?? JSONObject())
    now = try Self.time(&fields)
    self.path = path
    if isValid {
      expectation = .valid
    } else if let breaks = try fields.string("breaks") {
      guard breaks == "schema" || breaks.hasPrefix("#") || ruleIDs.contains(breaks) else {
        throw .outOfRange(fields.path(of: "breaks"), allowed: "'schema' or the id of a rule", given: "'\(breaks)'")
      }
      expectation = breaks == "schema" ? .breaksSchema : .breaksRule(id: breaks)
    } else {
      expectation = .invalid
    }
    try fields.finish()
  }

  private static func time(_ fields: inout FieldReader) throws(GatewayError) -> Timestamp? {
    guard let text = try fields.string("now") else { return nil }
    do throws(EvaluationProblem) {
      return try Timestamp(text: text)
    } catch {
      throw .outOfRange(fields.path(of: "now"), allowed: "a time as in RFC 3339", given: "'\(text)'")
    }
  }
}
