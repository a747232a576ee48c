import JSON

/// A part of a request beside its body.
struct OperationParameter: Sendable {
  enum Place: String, Sendable {
    case path
    case query
    case header
  }

  let place: Place
  let name: String
  let schema: JSONValue
  let description: String

  var json: JSONValue {
    [
      "name": .string(name), "in": .string(place.rawValue), "required": .bool(place == .path),
      "description": .string(description), "schema": schema,
    ]
  }
}
