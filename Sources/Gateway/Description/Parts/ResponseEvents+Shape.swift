import JSON

extension ResponseEvents {
  /// The data of one event, by its type.
  static let shape: JSONValue = {
    let tokens = Shape.array(of: Shape.reference("Token"))
    let ofItem: JSONValue = ["item_id": Shape.text, "output_index": Shape.count]
    let ofContent = Shape.joined(ofItem, ["content_index": Shape.count])
    let part: JSONValue = ["part": ResponseItem.partShape]
    return Shape.either(
      event("response.created", ["response": ResponseObject.shape(status: "in_progress")]),
      event("response.in_progress", ["response": ResponseObject.shape(status: "in_progress")]),
      event(
        "response.output_item.added", ["output_index": Shape.count, "item": ResponseItem.shape(isWhole: false)]),
      event("response.content_part.added", ofContent, part),
      event("response.output_text.delta", ofContent, ["delta": Shape.text, "logprobs": tokens]),
      event("response.output_text.done", ofContent, ["text": Shape.text, "logprobs": tokens]),
      event("response.content_part.done", ofContent, part),
      event("response.function_call_arguments.delta", ofItem, ["delta": Shape.text]),
      event("response.function_call_arguments.done", ofItem, ["name": Shape.text, "arguments": Shape.text]),
      event(
        "response.output_item.done", ["output_index": Shape.count, "item": ResponseItem.shape(isWhole: true)]),
      event("response.completed", ["response": Shape.reference("Response")]),
      event("response.incomplete", ["response": Shape.reference("Response")]),
      event("response.failed", ["response": ResponseObject.shape(status: "failed")]),
      event(
        "error",
        [
          "code": Shape.text, "message": Shape.text, "param": Shape.orNull(Shape.text),
          "error": GatewayError.shape["properties"]!["error"]!,
        ]))
  }()

  private static func event(_ type: String, _ fields: JSONValue...) -> JSONValue {
    let head: JSONValue = ["type": Shape.word(type), "sequence_number": Shape.count]
    return Shape.object(fields.reduce(head) { Shape.joined($0, $1) })
  }
}
