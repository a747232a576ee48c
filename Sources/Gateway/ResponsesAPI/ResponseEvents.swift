import JSON

/// The events of a streamed response, numbered, in OpenAI's order: what is opened is closed before anything else is
/// opened.
struct ResponseEvents: EventEncoder {
  private let object: ResponseObject
  private var number = 0
  private var output: [ResponseItem] = []
  private var isOpen = false
  private var reason = FinishReason.stop
  /// Tokens that are told with the text that comes next.
  private var tokens: [TokenAnswer] = []

  init(_ object: ResponseObject) { self.object = object }

  mutating func opening() -> String {
    event("response.created", [("response", object.json(.inProgress))])
      + event("response.in_progress", [("response", object.json(.inProgress))])
  }

  mutating func text(for event: GenerationEvent) -> String {
    switch event {
    case .text(_, let piece): return more(text: piece)
    case .token(_, let token):
      tokens.append(token)
      return ""
    // Nothing is asked here.
    case .origin, .question: return ""
    case .call(_, _, let call): return close(.completed) + open(.call(call))
    case .arguments(_, _, let piece): return more(arguments: piece)
    case .ended(_, let reason):
      self.reason = reason
      // Tokens of which no text came.
      let rest = tokens.isEmpty ? "" : more(text: "")
      // An answer says something, if only that it is empty.
      let start = output.isEmpty ? open(.message(text: "")) : ""
      return rest + start + close(reason == .length ? .incomplete : .completed)
    case .finished(let usage):
      let name = reason == .length ? "response.incomplete" : "response.completed"
      return self.event(name, [("response", object.json(.ended(reason, usage), output: output))])
    }
  }

  mutating func failure(_ error: GatewayError) -> String {
    let failed = event("response.failed", [("response", object.json(.failed(error), output: output))])
    // With the error also as it stands in every other answer, where clients look for it.
    return failed
      + event(
        "error",
        [
          ("code", .string(error.code)), ("message", .string(error.message)),
          ("param", error.param.map { .string($0.description) } ?? .null), ("error", error.json["error"]!),
        ])
  }

  func closing() -> String { "" }

  private mutating func open(_ content: ResponseItem.Content) -> String {
    let item = ResponseItem(content)
    output.append(item)
    isOpen = true
    let added = event("response.output_item.added", [("output_index", index), ("item", item.json(.inProgress))])
    guard case .message = content else { return added }
    return added + event("response.content_part.added", place(inContent: true) + [("part", ResponseItem.part(""))])
  }

  private mutating func more(text piece: String) -> String {
    let start = output.isEmpty ? open(.message(text: "")) : ""
    guard case .message(let text, let known) = output[output.count - 1].content else {
      preconditionFailure("a text comes before all calls")
    }
    defer { tokens = [] }
    output[output.count - 1].content = .message(text: text + piece, tokens: known + tokens)
    return start
      + event(
        "response.output_text.delta",
        place(inContent: true) + [("delta", .string(piece)), ("logprobs", .array(tokens.map(\.json)))])
  }

  private mutating func more(arguments piece: String) -> String {
    guard case .call(var call) = output[output.count - 1].content else {
      preconditionFailure("arguments belong to the call that came last")
    }
    call.arguments += piece
    output[output.count - 1].content = .call(call)
    return event("response.function_call_arguments.delta", place(inContent: false) + [("delta", .string(piece))])
  }

  private mutating func close(_ status: ResponseItem.Status) -> String {
    guard isOpen else { return "" }
    isOpen = false
    let item = output[output.count - 1]
    var text: String
    switch item.content {
    case .message(let whole, let tokens):
      text = event(
        "response.output_text.done",
        place(inContent: true) + [("text", .string(whole)), ("logprobs", .array(tokens.map(\.json)))])
      text += event(
        "response.content_part.done", place(inContent: true) + [("part", ResponseItem.part(whole, tokens))])
    case .call(let call):
      text = event(
        "response.function_call_arguments.done",
        place(inContent: false) + [("name", .string(call.name)), ("arguments", .string(call.arguments))])
    }
    return text + event("response.output_item.done", [("output_index", index), ("item", item.json(status))])
  }

  /// Of the item that came last.
  private var index: JSONValue { .integer(output.count - 1) }

  private func place(inContent: Bool) -> [(ExactString, JSONValue)] {
    [("item_id", .string(output[output.count - 1].id)), ("output_index", index)]
      + (inContent ? [("content_index", 0)] : [])
  }

  private mutating func event(_ type: String, _ fields: [(ExactString, JSONValue)]) -> String {
    defer { number += 1 }
    var members = JSONObject([
      .init(key: "type", value: .string(type)), .init(key: "sequence_number", value: .integer(number)),
    ])
    for (key, value) in fields { members[key] = value }
    return "event: \(type)\n" + ServerSentEvents.event(.object(members))
  }
}
