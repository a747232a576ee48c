public import JSON

extension JSONValue {
  /// The object with the members of another set.
  func merging(_ other: JSONValue) -> JSONValue {
    guard var object = objectValue, let members = other.objectValue?.members else { preconditionFailure("no objects") }
    for member in members { object[member.key] = member.value }
    return .object(object)
  }
}

extension JSONValue: ExpressibleByFloatLiteral {
  public init(floatLiteral value: Double) { self = .number(JSONNumber(value)) }
}
