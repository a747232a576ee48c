public import JSON

/// The verdict on an instance.
public struct ValidationResult: Sendable, Hashable {
  /// Empty exactly when the instance is valid.
  public let violations: [SchemaViolation]

  public var isValid: Bool { violations.isEmpty }

  /// The *basic* output form (2020-12 core, §12.4.2).
  public var basicOutput: JSONValue {
    guard !isValid else { return ["valid": true] }
    let errors = violations.map { violation -> JSONValue in
      [
        "keywordLocation": .string(violation.keywordLocation.description),
        "absoluteKeywordLocation": .string(violation.absoluteKeywordLocation.description),
        "instanceLocation": .string(violation.instanceLocation.description),
        "error": .string(violation.message),
      ]
    }
    return ["valid": false, "errors": .array(errors)]
  }
}
