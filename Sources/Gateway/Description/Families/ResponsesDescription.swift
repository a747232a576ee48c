import HTTPServer
import JSON

enum ResponsesDescription: EndpointFamily {
  static let tag = "responses"

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    [
      Operation(
        method: .post, path: RequestOrigin.Endpoint.responses.rawValue, id: "createResponse",
        summary: "OpenAI's responses", parameters: Handling.parameters,
        body: Operation.Body(schema: Shape.reference("ResponsesRequest"), example: example(gateway)),
        answers: [
          OperationAnswer(
            "The response, whole or as events.",
            [
              (OpenAPIDocument.jsonType, Shape.reference("Response")),
              (ServerSentEvents.contentType, ServerSentEvents.shape),
            ],
            headers: Provenance.shapes)
        ],
        errors: GatewayError.ofGeneration)
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] {
    [("ResponsesRequest", request(gateway)), ("Response", response)]
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
      ],
      SamplingFields.shapes, HandlingFields.shapes, ContractFields.shapes, Truncation.shapes,
      UnofferedField.shapes(ResponsesRequest.unoffered), Shape.anything(ResponsesRequest.bookkeeping))
  }

  private static let response: JSONValue = {
    let status = Shape.word("completed", "incomplete")
    let part = Shape.object([
      "type": Shape.word("output_text"), "text": Shape.text, "annotations": Shape.array(of: Shape.anything, 0...0),
      "logprobs": Shape.array(of: Shape.anything, 0...0),
    ])
    let message = Shape.object([
      "id": Shape.text, "type": Shape.word("message"), "status": status, "role": Shape.word("assistant"),
      "content": Shape.array(of: part),
    ])
    let call = Shape.object([
      "id": Shape.text, "type": Shape.word("function_call"), "status": status, "call_id": Shape.text,
      "name": Shape.text, "arguments": Shape.text,
    ])
    let usage = Shape.object([
      "input_tokens": Shape.count,
      "input_tokens_details": Shape.object(["cached_tokens": Shape.count, "cache_write_tokens": Shape.count]),
      "output_tokens": Shape.count, "output_tokens_details": Shape.object(["reasoning_tokens": Shape.count]),
      "total_tokens": Shape.count,
    ])
    let own: JSONValue = [
      "id": Shape.text, "object": Shape.word("response"), "created_at": Shape.count, "status": status,
      "error": Shape.null,
      "incomplete_details": Shape.orNull(Shape.object(["reason": Shape.word("max_output_tokens")])),
      "model": Shape.text, "output": Shape.array(of: Shape.either(message, call), 1 ... .max), "usage": usage,
      "temperature": Shape.number, "top_p": Shape.number, "background": ["const": false],
      "previous_response_id": Shape.null, "store": ["const": false],
      "reasoning": Shape.object(["effort": Shape.null, "summary": Shape.null]), "top_logprobs": Shape.count,
      "service_tier": Shape.word("default"),
    ]
    let echo: JSONValue = [
      "instructions": Shape.orNull(Shape.text), "max_output_tokens": Shape.orNull(Int.budgetShape),
      "text": Shape.anyObject, "truncation": Shape.word(of: Truncation.self), "tools": Shape.array(of: Shape.anyObject),
      "tool_choice": ["type": ["string", "object"]], "parallel_tool_calls": Shape.flag,
      "user": Shape.orNull(Shape.text), "safety_identifier": Shape.orNull(Shape.text),
      "prompt_cache_key": Shape.orNull(Shape.text), "metadata": Shape.anyObject,
    ]
    return Shape.object(Shape.joined(own, echo))
  }()

  private static func example(_ gateway: DescribedGateway) -> JSONValue {
    [
      "model": .string(gateway.model), "input": "Anna Lee is 34 years old.",
      "text": [
        "format": [
          "type": "json_schema", "name": "person",
          "schema": [
            "type": "object", "properties": ["name": ["type": "string", "maxLength": 20], "age": ["type": "integer"]],
            "required": ["name", "age"], "additionalProperties": false,
          ],
        ]
      ], "max_output_tokens": 64, "temperature": 0,
    ]
  }
}

extension ResponsesText {
  fileprivate static let shape = Shape.request(optional: [
    "verbosity": ["enum": ["medium", nil]],
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
