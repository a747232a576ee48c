package import JSON

/// The answers to `GET /v1/models` and `GET /v1/models/{model}`.
package enum ModelList {
  /// - Parameter created: when the model was loaded, in seconds since 1970.
  package static func json(model: String, created: Int) -> JSONValue {
    ["object": "list", "data": [entry(model: model, created: created)]]
  }

  package static func entry(model: String, created: Int) -> JSONValue {
    ["id": .string(model), "object": "model", "created": .integer(created), "owned_by": "sluice"]
  }
}
