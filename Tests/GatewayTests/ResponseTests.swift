import HTTPServer
import JSON
import Testing

@testable import Gateway

@Suite struct ResponseTests {
  private static let identity = ResponseIdentity(id: "chatcmpl-1", created: 7, model: "m")
  private static let usage = Usage(promptTokens: 3, completionTokens: 4)

  @Test func writesCompletions() {
    let response = ChatCompletionResponse(
      identity: Self.identity,
      choices: [Completion(text: "{}", finishReason: .stop), Completion(text: "b", finishReason: .length)],
      usage: Self.usage)
    #expect(
      JSONWriter.write(response.json) == #"""
        {"id":"chatcmpl-1","object":"chat.completion","created":7,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{}","refusal":null},"logprobs":null,"finish_reason":"stop"},{"index":1,"message":{"role":"assistant","content":"b","refusal":null},"logprobs":null,"finish_reason":"length"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}
        """#)
  }

  @Test func writesChunks() {
    let chunks = ChatCompletionChunks(identity: Self.identity, includesUsage: false)
    let head = #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":7,"model":"m","choices":"#
    #expect(
      JSONWriter.write(chunks.start(choice: 0)) == head
        + #"[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}]}"#
    )
    #expect(
      JSONWriter.write(chunks.text("a\n", choice: 1)) == head
        + #"[{"index":1,"delta":{"content":"a\n"},"logprobs":null,"finish_reason":null}]}"#)
    #expect(
      JSONWriter.write(chunks.end(.length, choice: 0)) == head
        + #"[{"index":0,"delta":{},"logprobs":null,"finish_reason":"length"}]}"#)
    #expect(chunks.usage(Self.usage) == nil)
  }

  @Test func writesUsageWhenAsked() {
    let chunks = ChatCompletionChunks(identity: Self.identity, includesUsage: true)
    #expect(chunks.text("a", choice: 0)["usage"] == .null)
    #expect(chunks.usage(Self.usage)?["choices"] == [])
    #expect(chunks.usage(Self.usage)?["usage"] == Self.usage.json)
  }

  @Test func writesGenerations() {
    let response = GenerateResponse(identity: Self.identity)
    let head = #"{"id":"chatcmpl-1","object":"generation","created":7,"model":"m","#
    let usage = #""usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}"#
    #expect(
      JSONWriter.write(
        response.json(Completion(text: "[1]", finishReason: .stop), value: [1], usage: Self.usage))
        == head + #""text":"[1]","value":[1],"finish_reason":"stop","# + usage)
    #expect(JSONWriter.write(response.piece("[")) == head + #""text":"["}"#)
    #expect(JSONWriter.write(response.end(.stop)) == head + #""text":"","finish_reason":"stop"}"#)
    #expect(JSONWriter.write(response.usage(Self.usage)) == head + #""text":"","# + usage)
  }

  @Test func framesEvents() {
    #expect(ServerSentEvents.event(["a": "x\ny"]) == "data: {\"a\":\"x\\ny\"}\n\n")
    #expect(ServerSentEvents.done == "data: [DONE]\n\n")
  }

  @Test func makesFreshIdentities() {
    let first = ResponseIdentity(prefix: "chatcmpl-", model: "m")
    let second = ResponseIdentity(prefix: "chatcmpl-", model: "m")
    #expect(first.id != second.id)
    #expect(first.id.count == 33)
  }

  @Test func shapesTheServersOwnRefusals() {
    let response = GatewayError.http(.methodNotAllowed(.get, allowed: [.post])).response
    #expect(response.status.code == 405)
    #expect(response.headers["allow"] == "POST")
    guard case .bytes(let bytes) = response.body else {
      Issue.record("no bytes")
      return
    }
    #expect(
      String(decoding: bytes, as: UTF8.self) == #"""
        {"error":{"message":"Method GET is not allowed here; allowed: POST.","type":"invalid_request_error","param":null,"code":"method_not_allowed"}}
        """#)
  }

  @Test func keepsCausesFromClients() {
    let error = GatewayError.generationFailed(reason: "secret path")
    #expect(error.status.code == 500)
    #expect(!JSONWriter.write(error.json).contains("secret"))
    #expect(error.json["error"]?["type"] == "server_error")
  }
}
