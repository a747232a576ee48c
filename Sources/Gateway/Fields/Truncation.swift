import JSON

/// What happens to a conversation that is too long, in the words of OpenAI's Responses API.
package enum Truncation: String, Sendable, Hashable, CaseIterable {
  /// The oldest turns go.
  case auto
  /// It is refused.
  case disabled

  static func read(_ fields: inout FieldReader) throws(GatewayError) -> Truncation {
    guard let text = try fields.string("truncation") else { return .disabled }
    guard let truncation = Truncation(rawValue: text) else {
      throw .outOfRange(fields.path(of: "truncation"), allowed: "'auto' or 'disabled'", given: "'\(text)'")
    }
    return truncation
  }
}
