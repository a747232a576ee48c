package import JSON

/// What rules may name beside `self`.
package struct RuleVariables: Sendable {
  package let request: Value
  package let now: Timestamp

  package init(request: JSONValue, now: Timestamp) {
    self.request = Value(request)
    self.now = now
  }
}
