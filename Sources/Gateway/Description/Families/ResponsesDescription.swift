import JSON

enum ResponsesDescription: EndpointFamily {
  static let tag = "responses"

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    [
      .generating(
        .responses, id: "createResponse", summary: "OpenAI's responses", request: "ResponsesRequest",
        example: example(gateway), answer: "Response", event: ResponseEvents.shape, endsWithWord: false)
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] {
    [("ResponsesRequest", request(gateway)), ("Response", ResponseObject.shape)]
  }

  private static func request(_ gateway: DescribedGateway) -> JSONValue {
    Shape.request(
      [
        "model": gateway.modelShape,
        "input": Shape.either(Shape.text, Shape.array(of: ResponsesInput.shape, 1 ... .max)),
      ],
      optional: [
        "instructions": Shape.text, "text": ResponsesText.shape, "max_output_tokens": Int.budgetShape,
        "stream": Shape.flag,
        "stream_options": Shape.request(optional: ["include_obfuscation": Shape.anything]),
        "tools": Shape.array(of: FunctionTool.flatShape, 0...gateway.limits.tools),
        "tool_choice": ToolChoice.responsesShape, "parallel_tool_calls": Shape.flag, "metadata": Shape.anyObject,
        "user": Shape.text, "safety_identifier": Shape.text, "prompt_cache_key": Shape.text,
        "include": Shape.array(of: Shape.word("message.output_text.logprobs", "reasoning.encrypted_content")),
        "top_logprobs": Shape.integer(in: ReportFields.alternatives),
      ],
      SamplingFields.shapes, HandlingFields.shapes, ContractFields.shapes, Truncation.shapes,
      UnofferedField.shapes(ResponsesRequest.unoffered), Shape.anything(ResponsesRequest.bookkeeping))
  }

  private static func example(_ gateway: DescribedGateway) -> JSONValue {
    [
      "model": .string(gateway.model), "input": Operation.exampleText,
      "text": [
        "format": [
          "type": "json_schema", "name": "person",
          "schema": Operation.exampleSchema,
        ]
      ], "max_output_tokens": 64, "temperature": 0,
    ]
  }
}

extension ResponsesText {
  fileprivate static let shape = Shape.request(optional: [
    "verbosity": Shape.word("medium"),
    "format": Shape.either(
      Shape.request(["type": Shape.word("text", "json_object")]),
      Shape.request(
        ["type": Shape.word("json_schema"), "schema": Shape.schema],
        optional: ["name": Shape.text, "description": Shape.text, "strict": Shape.flag])),
  ])
}

extension ResponsesInput {
  private static let content = ContentParts.shape(types: textTypes)
  private static let carried: JSONValue = ["id": Shape.anything, "status": Shape.anything]

  fileprivate static let shape: JSONValue = [
    "oneOf": [
      Shape.request(
        ["role": Shape.word("system", "developer", "user", "assistant"), "content": content],
        optional: carried, ["type": Shape.word("message"), "phase": Shape.anything]),
      Shape.request(
        [
          "type": Shape.word("function_call"), "call_id": Shape.text, "name": FunctionTool.nameShape,
          "arguments": Shape.text,
        ],
        optional: carried,
        [
          "parsed_arguments": Shape.anything, "namespace": Shape.anything, "caller": Shape.anything,
          "async": Shape.anything,
        ]),
      Shape.request(
        ["type": Shape.word("function_call_output"), "call_id": Shape.text, "output": content], optional: carried),
    ]
  ]
}
