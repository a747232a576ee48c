package import JSON

/// The answer to `POST /v1/generate`, whole or in events.
package struct GenerateResponse: Sendable {
  package let identity: ResponseIdentity

  package init(identity: ResponseIdentity) { self.identity = identity }

  /// - Parameters:
  ///   - value: the document that the text is, when a schema was given.
  ///   - metadata: where an answer under a contract comes from.
  package func json(
    _ completion: Completion, value: JSONValue?, usage: Usage, metadata: JSONValue? = nil
  ) -> JSONValue {
    var members = head
    members["text"] = .string(completion.text)
    if let value { members["value"] = value }
    members["finish_reason"] = .string(completion.finishReason.rawValue)
    members["usage"] = usage.json
    members["metadata"] = metadata
    return .object(members)
  }

  /// A piece of the text as it comes.
  package func piece(_ text: String) -> JSONValue {
    var members = head
    members["text"] = .string(text)
    return .object(members)
  }

  /// The event after the last piece.
  package func end(_ reason: FinishReason) -> JSONValue {
    var members = head
    members["text"] = ""
    members["finish_reason"] = .string(reason.rawValue)
    return .object(members)
  }

  /// The last event.
  package func usage(_ usage: Usage, metadata: JSONValue? = nil) -> JSONValue {
    var members = head
    members["text"] = ""
    members["usage"] = usage.json
    members["metadata"] = metadata
    return .object(members)
  }

  private var head: JSONObject {
    JSONObject([
      .init(key: "id", value: .string(identity.id)), .init(key: "object", value: "generation"),
      .init(key: "created", value: .integer(identity.created)), .init(key: "model", value: .string(identity.model)),
    ])
  }
}
