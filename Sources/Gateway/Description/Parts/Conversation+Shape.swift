import JSON

extension ContentParts {
  /// - Parameter types: the types of parts that are text.
  static func shape(types: [String]) -> JSONValue {
    let part = Shape.request(
      ["type": ["type": "string", "enum": .array(types.map { .string($0) })], "text": Shape.text],
      optional: Self.ignoredShapes)
    return Shape.either(Shape.text, Shape.array(of: part, 1 ... .max))
  }

  private static let ignoredShapes: JSONValue = [
    "prompt_cache_breakpoint": Shape.anything, "annotations": Shape.anything, "logprobs": Shape.anything,
  ]
}

/// The messages of chat completions and of `/v1/generate`, by their roles.
enum ChatMessageShape {
  static let message: JSONValue = [
    "oneOf": [
      Shape.request(
        ["role": Shape.word("system", "developer", "user"), "content": content], optional: ["name": Shape.null]),
      assistant,
      Shape.request(
        ["role": Shape.word("tool"), "content": content, "tool_call_id": Shape.text], optional: ["name": Shape.text]),
      Shape.request(
        ["role": Shape.word("function"), "content": content, "name": Shape.text]),
    ]
  ]

  static let list = Shape.array(of: Shape.reference("Message"), 1 ... .max)

  private static let content = Shape.reference("Content")

  private static let assistant: JSONValue = {
    let function = Shape.request(
      ["name": FunctionTool.nameShape, "arguments": Shape.text], optional: ["parsed_arguments": Shape.anything])
    let call = Shape.request(
      ["id": Shape.text, "function": function],
      optional: ["type": Shape.word("function"), "index": Shape.anything])
    let shape = Shape.request(
      ["role": Shape.word("assistant")],
      optional: [
        "content": content, "tool_calls": Shape.array(of: call), "function_call": function,
        "annotations": Shape.anything,
        "refusal": Shape.null, "audio": Shape.null, "name": Shape.null,
      ])
    var members = shape.objectValue!
    let isText: JSONValue = ["not": ["type": "null"]]
    // One of them says something.
    members["anyOf"] = .array(
      ["content", "tool_calls", "function_call"].map { key in
        [
          "required": [.string(key)],
          "properties": .object(JSONObject([.init(key: ExactString(key), value: isText)])),
        ]
      })
    return .object(members)
  }()
}
