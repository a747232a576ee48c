import JSON

enum ChatDescription: EndpointFamily {
  static let tag = "chat"

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    [
      .generating(
        .chat, id: "createChatCompletion", summary: "OpenAI's chat completions", request: "ChatCompletionRequest",
        example: example(gateway), answer: "ChatCompletion", event: Shape.reference("ChatCompletionChunk"),
        endsWithWord: true, links: SessionDescription.links, errors: SessionDescription.storeErrors)
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] {
    [("ChatCompletionRequest", request(gateway)), ("ChatCompletion", completion), ("ChatCompletionChunk", chunk)]
  }

  private static func request(_ gateway: DescribedGateway) -> JSONValue {
    let limits = gateway.limits
    return Shape.request(
      ["model": gateway.modelShape, "messages": ChatMessageShape.list],
      optional: [
        "response_format": ResponseFormat.shape, "stream": Shape.flag,
        "stream_options": Shape.request(optional: [
          "include_usage": Shape.flag, "include_obfuscation": Shape.anything,
        ]),
        "n": Shape.integer(in: 1...limits.choices), "stop": StopSequences.shape(limits),
        "max_tokens": Int.budgetShape, "max_completion_tokens": Int.budgetShape,
        "session_id": Gateway.sessionIDShape,
      ],
      tools(limits), StructuredOutputs.shapes, SamplingFields.shapes, HandlingFields.shapes, ContractFields.shapes,
      Truncation.shapes, ReportFields.shapes, UnofferedField.shapes(ChatCompletionRequest.unoffered),
      Shape.anything(ChatCompletionRequest.bookkeeping))
  }

  private static func tools(_ limits: GatewayLimits) -> JSONValue {
    [
      "tools": Shape.array(of: FunctionTool.chatShape, 0...limits.tools), "tool_choice": ToolChoice.chatShape,
      "parallel_tool_calls": Shape.flag,
      "functions": Shape.array(of: FunctionTool.bareShape, 0...limits.tools),
      "function_call": ToolChoice.legacyShape,
    ]
  }

  private static let finishReason = Shape.word("stop", "length", "tool_calls", "function_call")

  private static let logprobs = Shape.orNull(
    Shape.object(["content": Shape.array(of: Shape.reference("Token")), "refusal": Shape.null]))

  private static let chunk: JSONValue = {
    let start = Shape.object([
      "role": Shape.word("assistant"), "content": Shape.orNull(Shape.text), "refusal": Shape.null,
    ])
    let call = Shape.either(
      Shape.object([
        "index": Shape.count, "id": Shape.text, "type": Shape.word("function"), "function": CallAnswer.functionShape,
      ]),
      Shape.object(["index": Shape.count, "function": Shape.object(["arguments": Shape.text])]))
    let function = Shape.either(CallAnswer.functionShape, Shape.object(["arguments": Shape.text]))
    let delta = Shape.either(
      start, Shape.object([:], optional: ["content": Shape.text]),
      Shape.object(["tool_calls": Shape.array(of: call, 1...1)]), Shape.object(["function_call": function]))
    let choice = Shape.object([
      "index": Shape.count, "delta": delta, "logprobs": logprobs, "finish_reason": Shape.orNull(finishReason),
    ])
    return Shape.object(
      [
        "id": Shape.text, "object": Shape.word("chat.completion.chunk"), "created": Shape.count, "model": Shape.text,
        "choices": Shape.array(of: choice, 0...1),
      ],
      optional: ["usage": Shape.orNull(Shape.reference("Usage"))])
  }()

  private static let completion: JSONValue = {
    let call = Shape.object([
      "id": Shape.text, "type": Shape.word("function"), "function": CallAnswer.functionShape,
    ])
    let message = Shape.object(
      ["role": Shape.word("assistant"), "content": Shape.orNull(Shape.text), "refusal": Shape.null],
      optional: ["tool_calls": Shape.array(of: call, 1 ... .max), "function_call": CallAnswer.functionShape])
    let choice = Shape.object([
      "index": Shape.count, "message": message, "logprobs": logprobs,
      "finish_reason": finishReason,
    ])
    return Shape.object([
      "id": Shape.text, "object": Shape.word("chat.completion"), "created": Shape.count, "model": Shape.text,
      "choices": Shape.array(of: choice, 1 ... .max), "usage": Shape.reference("Usage"),
    ])
  }()

  private static func example(_ gateway: DescribedGateway) -> JSONValue {
    [
      "model": .string(gateway.model), "messages": [["role": "user", "content": Operation.exampleText]],
      "response_format": [
        "type": "json_schema",
        "json_schema": [
          "name": "person",
          "schema": Operation.exampleSchema,
        ],
      ], "max_tokens": 64, "temperature": 0,
    ]
  }
}

extension ResponseFormat {
  fileprivate static let shape = Shape.either(
    Shape.request(["type": Shape.word("text", "json_object")]),
    Shape.request([
      "type": Shape.word("json_schema"),
      "json_schema": Shape.request(
        ["schema": Shape.schema],
        optional: ["name": Shape.text, "description": Shape.text, "strict": Shape.flag]),
    ]))
}

extension StructuredOutputs {
  private static let choices = Shape.array(of: Shape.text, 1 ... .max)
  private static let json: JSONValue = ["type": ["object", "boolean", "string"]]

  fileprivate static let shapes: JSONValue = [
    "structured_outputs": Shape.request(optional: [
      "json": json, "regex": Shape.text, "choice": choices, "json_object": Shape.flag,
      "disable_additional_properties": Shape.exactly(false), "disable_any_whitespace": Shape.anything,
      "disable_fallback": Shape.anything, "grammar": Shape.null, "whitespace_pattern": Shape.null,
      "structural_tag": Shape.null,
    ]),
    "guided_json": json, "guided_regex": Shape.text, "guided_choice": choices,
    "guided_decoding_backend": Shape.anything, "guided_grammar": Shape.null, "guided_whitespace_pattern": Shape.null,
    "structural_tag": Shape.null,
  ]
}
