import JSON

extension Usage {
  static let shape = Shape.object([
    "prompt_tokens": Shape.count, "completion_tokens": Shape.count, "total_tokens": Shape.count,
  ])
}

extension CallAnswer {
  static let functionShape = Shape.object(["name": Shape.text, "arguments": Shape.text])
}

extension ServerSentEvents {
  /// One event of a stream, as readers of streams have it.
  ///
  /// - Parameters:
  ///   - data: what its data is, read as JSON.
  ///   - endsWithWord: whether the last event is a word.
  static func shape(of data: JSONValue, endsWithWord: Bool) -> JSONValue {
    let json: JSONValue = [
      "type": "string", "contentMediaType": .string(OpenAPIDocument.jsonType),
      "contentSchema": Shape.either(data, Shape.reference("Error")),
    ]
    let event: JSONValue = ["type": "object", "properties": ["data": json], "required": ["data"]]
    guard endsWithWord else { return event }
    return Shape.either(
      event, ["type": "object", "properties": ["data": ["const": .string(doneWord)]], "required": ["data"]])
  }
}

extension Provenance {
  /// Header fields that say where an answer comes from. Under a contract there are more.
  static let shapes: [OperationHeader] = [
    OperationHeader(
      name: "Sluice-Source", description: "Where the answer comes from.", schema: Shape.word("model", "fallback"),
      isRequired: false),
    OperationHeader(
      name: "Sluice-Attempts", description: "Texts that the model wrote for it.", schema: Shape.count,
      isRequired: false),
    OperationHeader(
      name: "Sluice-Seed", description: "Of the last of them.", schema: ["type": "integer"], isRequired: false),
    OperationHeader(
      name: "Sluice-Schema-Hash", description: "SHA-256 of the schema written compactly.", schema: Shape.text,
      isRequired: false),
    OperationHeader(
      name: "Sluice-Contract", description: "`name@version`.", schema: Shape.text, isRequired: false),
    OperationHeader(
      name: "Sluice-Rules", description: "How many rules ran, flagged and rejected.", schema: Shape.text,
      isRequired: false),
    OperationHeader(
      name: "Sluice-Fallback-Reason", description: "The code of why the model did not deliver.", schema: Shape.text,
      isRequired: false),
  ]
}
