import JSON
import Testing

@testable import Gateway

@Suite struct ResponseEventsTests {
  private static let object = ResponseObject(
    identity: ResponseIdentity(id: "resp_1", created: 7, model: "m"), echo: JSONObject(),
    temperature: 1, topP: 0.5, topLogprobs: 0)
  private static let usage = Usage(promptTokens: 3, completionTokens: 4)

  /// The events of a stream, each with its name beside its type.
  private static func events(_ text: String) throws -> [JSONValue] {
    try text.split(separator: "\n\n").map { block in
      let lines = block.split(separator: "\n")
      let value = try JSONParser.parse(String(lines[1].dropFirst("data: ".count)))
      #expect("event: \(value["type"]!.stringValue!)" == lines[0])
      return value
    }
  }

  private static func run(_ happenings: [GenerationEvent]) throws -> [JSONValue] {
    var encoder = ResponseEvents(object)
    var text = encoder.opening()
    for event in happenings { text += encoder.text(for: event) }
    return try events(text + encoder.closing())
  }

  private static let call = CallAnswer(id: "call_1", name: "f", arguments: "")
  private static let head = ["response.created", "response.in_progress", "response.output_item.added"]

  @Test func closesWhatItOpens() throws {
    let events = try Self.run([
      .text(choice: 0, "a"), .text(choice: 0, "b"), .call(choice: 0, number: 0, Self.call),
      .arguments(choice: 0, number: 0, "{"), .arguments(choice: 0, number: 0, "}"),
      .call(choice: 0, number: 1, Self.call), .arguments(choice: 0, number: 1, "{}"),
      .ended(choice: 0, .toolCalls), .finished(Self.usage),
    ])
    let called = ["response.function_call_arguments.done", "response.output_item.done"]
    let delta = "response.function_call_arguments.delta"
    #expect(
      events.map { $0["type"]?.stringValue } == Self.head
        + ["response.content_part.added", "response.output_text.delta", "response.output_text.delta"]
        + ["response.output_text.done", "response.content_part.done", "response.output_item.done"]
        + ["response.output_item.added", delta, delta] + called
        + ["response.output_item.added", delta] + called + ["response.completed"])
    #expect(events.map { $0["sequence_number"]?.integerValue } == Array(0..<events.count))
    let response = try #require(events.last?["response"])
    #expect(response["status"] == "completed")
    #expect(response["usage"]?["total_tokens"] == 7)
    let output = try #require(response["output"]?.arrayValue)
    #expect(output.map { $0["type"] } == ["message", "function_call", "function_call"])
    #expect(output[0]["content"]?.arrayValue?[0]["text"] == "ab")
    #expect(output.dropFirst().map { $0["arguments"] } == ["{}", "{}"])
    #expect(
      output.map { $0["id"] } == events.filter { $0["type"] == "response.output_item.added" }.map { $0["item"]?["id"] })
  }

  @Test func saysWhatWasCutOff() throws {
    let events = try Self.run([.text(choice: 0, "a"), .ended(choice: 0, .length), .finished(Self.usage)])
    #expect(events.last?["type"] == "response.incomplete")
    let response = try #require(events.last?["response"])
    #expect(response["incomplete_details"] == ["reason": "max_output_tokens"])
    #expect(response["output"]?.arrayValue?[0]["status"] == "incomplete")
  }

  @Test func anEmptyAnswerIsAMessage() throws {
    let events = try Self.run([.ended(choice: 0, .stop), .finished(Self.usage)])
    #expect(
      events.map { $0["type"]?.stringValue } == Self.head + [
        "response.content_part.added", "response.output_text.done", "response.content_part.done",
        "response.output_item.done", "response.completed",
      ])
  }

  @Test func tellsFailures() throws {
    var encoder = ResponseEvents(Self.object)
    var text = encoder.opening() + encoder.text(for: .text(choice: 0, "a"))
    text += encoder.failure(.deadlineExceeded(milliseconds: 5))
    let events = try Self.events(text).suffix(2)
    #expect(events.first?["type"] == "response.failed")
    #expect(events.first?["response"]?["status"] == "failed")
    #expect(events.first?["response"]?["error"]?["code"] == "server_error")
    #expect(events.last?["type"] == "error")
    #expect(events.last?["code"] == "deadline_exceeded")
    #expect(events.last?["error"]?["code"] == "deadline_exceeded")
  }
}
