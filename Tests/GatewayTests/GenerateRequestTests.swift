import JSON
import Testing
import Tokenizer

@testable import Gateway

@Suite struct GenerateRequestTests {
  @Test func takesAPrompt() throws {
    let request = try GenerateRequest(
      ["prompt": "p", "schema": ["type": "integer"], "max_tokens": 5, "temperature": 0, "seed": 1, "stream": true],
      limits: GatewayLimits())
    #expect(request.model == nil)
    #expect(request.messages == [ChatMessage(role: .user, content: "p")])
    #expect(request.format == .json(schema: ["type": "integer"], path: .body.appending("schema")))
    #expect(request.maxTokens == 5)
    #expect(request.sampling.temperature == 0)
    #expect(request.sampling.seed == 1)
    #expect(request.streams)
  }

  @Test func takesMessagesAndNoSchema() throws {
    let request = try GenerateRequest(
      ["messages": [["role": "system", "content": "s"], ["role": "user", "content": "u"]], "stop": "x"],
      limits: GatewayLimits())
    #expect(request.messages.map(\.content) == ["s", "u"])
    #expect(request.format == .text)
    #expect(request.stop == ["x"])
  }

  @Test func refusesByName() throws {
    for item in try CaseFile.read("generate-refusals.json") {
      let name = item["name"]!.stringValue!
      do throws(GatewayError) {
        _ = try GenerateRequest(item["body"]!, limits: GatewayLimits())
        Issue.record("accepted: \(name)")
      } catch {
        #expect(error.json["error"]!["code"] == item["code"], "\(name)")
        #expect(error.json["error"]!["param"] == item["param"], "\(name)")
        #expect(error.json["error"]!["message"] == item["message"], "\(name)")
      }
    }
  }
}
