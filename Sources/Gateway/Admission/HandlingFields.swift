import JSON

/// The fields that say how a request is to be handled.
package struct HandlingFields: Sendable, Hashable {
  /// How long the answer may take, from the request's arrival.
  package var deadlineMilliseconds: Int?
  /// Smaller numbers go first, as with other servers that have the field.
  package var priority = 0

  static let milliseconds = ContractLimits.deadlineMilliseconds
  static let seconds = 0.001...Double(milliseconds.upperBound) / 1000
  static let priorities = -100...100

  package init() {}

  init(_ fields: inout FieldReader) throws(GatewayError) {
    deadlineMilliseconds = try fields.integer("deadline_ms", in: Self.milliseconds)
    priority = try fields.integer("priority", in: Self.priorities) ?? 0
  }

  /// Of a body whose other fields have been read.
  init(of body: JSONValue) throws(GatewayError) {
    var fields = try FieldReader(body, at: .body)
    try self.init(&fields)
  }
}
