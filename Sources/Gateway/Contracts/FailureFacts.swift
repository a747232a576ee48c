import JSON
import Rules

/// Why the model did not deliver, as fallback templates see it: the variable `error`.
struct FailureFacts: Sendable {
  let json: JSONValue

  static let type = RuleType.object(
    ObjectType([
      "code": .string, "message": .string, "attempts": .int,
      "violations": .list(.object(ObjectType(["rule": .string, "message": .string, "place": .string]))),
    ]))

  init(_ error: GatewayError, attempts: Int) {
    json = [
      "code": .string(error.code), "message": .string(error.message), "attempts": .integer(attempts),
      "violations": .array(error.violations.map(\.json)),
    ]
  }

  /// An error of the kind that a template is tried with before there is any.
  static let sample = FailureFacts(.deadlineExceeded(milliseconds: 30_000), attempts: 1)
}
