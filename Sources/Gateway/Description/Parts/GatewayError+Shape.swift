import JSON
import Rules

extension GatewayError {
  static let shape = Shape.object([
    "error": Shape.object(
      [
        "message": Shape.text, "type": Shape.word("invalid_request_error", "rate_limit_error", "server_error"),
        "param": Shape.described(
          "The field or header field that is to blame.", Shape.orNull(Shape.text)), "code": Shape.text,
      ],
      optional: ["violations": Shape.array(of: RuleVerdict.shape)])
  ])
}

extension RuleVerdict {
  static let members: JSONValue = ["rule": Shape.text, "message": Shape.text, "place": Shape.text]
  static let shape = Shape.object(members)
}
