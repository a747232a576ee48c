import JSON

/// A condition as two schemas: what makes it true, and what makes it false. A value for which its evaluation fails
/// satisfies neither.
struct Condition: Sendable {
  let whenTrue: JSONValue
  let whenFalse: JSONValue
  /// Whether the schemas say the same as the expression for every value that CEL's types can hold. Otherwise they
  /// differ for numbers that a double cannot hold and that lie next to a bound, and the schemas may be the stricter or
  /// the looser ones.
  let isExact: Bool

  init(whenTrue: JSONValue, whenFalse: JSONValue, isExact: Bool = true) {
    self.whenTrue = whenTrue
    self.whenFalse = whenFalse
    self.isExact = isExact
  }

  var negated: Condition { Condition(whenTrue: whenFalse, whenFalse: whenTrue, isExact: isExact) }

  /// A false operand decides, whatever the others do.
  static func all(_ conditions: [Condition]) -> Condition {
    Condition(
      whenTrue: combined("allOf", conditions.map(\.whenTrue)),
      whenFalse: combined("anyOf", conditions.map(\.whenFalse)),
      isExact: conditions.allSatisfy(\.isExact))
  }

  /// A true operand decides, whatever the others do.
  static func any(_ conditions: [Condition]) -> Condition { all(conditions.map(\.negated)).negated }

  static func choice(_ test: Condition, _ first: Condition, _ second: Condition) -> Condition {
    func outcome(_ part: (Condition) -> JSONValue) -> JSONValue {
      combined(
        "anyOf",
        [combined("allOf", [test.whenTrue, part(first)]), combined("allOf", [test.whenFalse, part(second)])])
    }
    return Condition(
      whenTrue: outcome(\.whenTrue), whenFalse: outcome(\.whenFalse),
      isExact: test.isExact && first.isExact && second.isExact)
  }

  private static func combined(_ keyword: ExactString, _ schemas: [JSONValue]) -> JSONValue {
    schemas.count == 1 ? schemas[0] : object([(keyword, .array(schemas))])
  }

  static func object(_ members: [(ExactString, JSONValue)]) -> JSONValue {
    .object(JSONObject(members.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }
}
