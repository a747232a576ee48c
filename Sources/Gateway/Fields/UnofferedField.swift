import JSON

/// A field that would change the result in a way that is not offered.
struct UnofferedField: Sendable {
  let key: ExactString
  /// The values that change nothing.
  let harmless: [JSONValue]
  let reason: String

  init(_ key: ExactString, unless harmless: [JSONValue] = [], reason: String) {
    self.key = key
    self.harmless = harmless
    self.reason = reason
  }
}

extension FieldReader {
  mutating func refuse(_ fields: [UnofferedField]) throws(GatewayError) {
    for field in fields { try refuse(field.key, unless: field.harmless, reason: field.reason) }
  }
}
