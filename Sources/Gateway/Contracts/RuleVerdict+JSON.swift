import JSON
import Rules

extension RuleVerdict {
  /// For answers and errors.
  var json: JSONValue {
    ["rule": .string(rule.id), "message": .string(message), "place": .string(place.description)]
  }
}
