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
  /// A stream as tools that describe none see it.
  static let shape: JSONValue = ["type": "string"]
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
