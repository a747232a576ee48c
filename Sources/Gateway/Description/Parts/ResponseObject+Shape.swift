import JSON

extension ResponseObject {
  /// A whole response.
  static let shape = shape(status: "completed", "incomplete")

  static func shape(status: String...) -> JSONValue {
    let usage = Shape.object([
      "input_tokens": Shape.count,
      "input_tokens_details": Shape.object(["cached_tokens": Shape.count, "cache_write_tokens": Shape.count]),
      "output_tokens": Shape.count, "output_tokens_details": Shape.object(["reasoning_tokens": Shape.count]),
      "total_tokens": Shape.count,
    ])
    let isWhole = status.contains("completed")
    let own: JSONValue = [
      "id": Shape.text, "object": Shape.word("response"), "created_at": Shape.count,
      "status": ["type": "string", "enum": .array(status.map { .string($0) })],
      "error": status == ["failed"] ? Shape.object(["code": Shape.text, "message": Shape.text]) : Shape.null,
      "incomplete_details": Shape.orNull(Shape.object(["reason": Shape.word("max_output_tokens")])),
      "model": Shape.text, "output": Shape.array(of: ResponseItem.shape(isWhole: true), (isWhole ? 1 : 0) ... .max),
      "usage": isWhole ? usage : Shape.null, "temperature": Shape.number, "top_p": Shape.number,
      "background": ["const": false], "previous_response_id": Shape.null, "store": ["const": false],
      "reasoning": Shape.object(["effort": Shape.null, "summary": Shape.null]), "top_logprobs": Shape.count,
      "service_tier": Shape.word("default"),
    ]
    return Shape.object(Shape.joined(own, echo))
  }

  private static let echo: JSONValue = [
    "instructions": Shape.orNull(Shape.text), "max_output_tokens": Shape.orNull(Int.budgetShape),
    "text": Shape.anyObject, "truncation": Shape.word(of: Truncation.self), "tools": Shape.array(of: Shape.anyObject),
    "tool_choice": ["type": ["string", "object"]], "parallel_tool_calls": Shape.flag,
    "user": Shape.orNull(Shape.text), "safety_identifier": Shape.orNull(Shape.text),
    "prompt_cache_key": Shape.orNull(Shape.text), "metadata": Shape.anyObject,
  ]
}

extension ResponseItem {
  static let partShape = Shape.object([
    "type": Shape.word("output_text"), "text": Shape.text, "annotations": Shape.array(of: Shape.anything, 0...0),
    "logprobs": Shape.array(of: Shape.reference("Token")),
  ])

  static func shape(isWhole: Bool) -> JSONValue {
    let status = isWhole ? Shape.word("completed", "incomplete") : Shape.word("in_progress")
    return Shape.either(
      Shape.object([
        "id": Shape.text, "type": Shape.word("message"), "status": status, "role": Shape.word("assistant"),
        "content": Shape.array(of: partShape),
      ]),
      Shape.object([
        "id": Shape.text, "type": Shape.word("function_call"), "status": status, "call_id": Shape.text,
        "name": Shape.text, "arguments": Shape.text,
      ]))
  }
}
