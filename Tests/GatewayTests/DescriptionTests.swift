import HTTPServer
import JSON
import Schema
import Testing

@testable import Gateway

@Suite struct DescriptionTests {
  private static func gateway(keys: KeyRing? = nil) throws -> Gateway {
    Gateway(engine: try BundledModel.shared.get(), keys: keys, log: { _ in })
  }

  @Test func describesEveryRouteAndNoOther() throws {
    let gateway = try Self.gateway()
    let routed = Set(gateway.routes().endpoints.map { "\($0.method) \($0.pattern)" })
    var described: Set<String> = []
    for (path, item) in gateway.description["paths"]!.objectValue!.members.map({ ($0.key, $0.value) }) {
      for method in item.objectValue!.keys { described.insert("\(method.text.uppercased()) \(path.text)") }
    }
    #expect(routed.subtracting(described) == [], "not described")
    #expect(described.subtracting(routed) == [], "not routed")
  }

  @Test func namesEveryOperationOnceAndTheParametersOfItsPath() throws {
    var ids: Set<String> = []
    for operation in try Self.operations() {
      #expect(ids.insert(operation.id).inserted, "\(operation.id)")
      let inPath = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { $0.dropFirst().dropLast() }
      let described = operation.parameters.filter { $0.place == .path }.map(\.name)
      #expect(inPath.map(String.init) == described, "\(operation.id)")
    }
    for link in try Self.operations().flatMap(\.answers).flatMap(\.links) {
      let target = try #require(try Self.operations().first { $0.id == link.operation }, "\(link.name)")
      #expect(target.parameters.contains { $0.name == link.parameter }, "\(link.name)")
    }
  }

  @Test func schemasCompile() throws {
    let gateway = try Self.gateway()
    let answers = DescribedAnswers(gateway)
    for name in gateway.description["components"]!["schemas"]!.objectValue!.keys {
      #expect(throws: Never.self, "\(name)") { _ = try answers.schema(at: ["components", "schemas", name]) }
    }
  }

  @Test func examplesAreDescribedAndTaken() throws {
    let (gateway, limits) = (try Self.gateway(), GatewayLimits())
    let answers = DescribedAnswers(gateway)
    for operation in try Self.operations() {
      guard let example = operation.body?.example else { continue }
      let place: [ExactString] = [
        "paths", ExactString(operation.path), "post", "requestBody", "content", "application/json", "schema",
      ]
      #expect(try answers.schema(at: place).isValid(example), "\(operation.id)")
      switch operation.id {
      case "createChatCompletion": _ = try ChatCompletionRequest(example, limits: limits)
      case "createResponse": _ = try ResponsesRequest(example, limits: limits)
      case "generate": _ = try GenerateRequest(example, limits: limits)
      case "createJob": _ = try JobRequest(example, limits: limits)
      case "createContract": _ = try Contract(example, limits: limits)
      case let other: Issue.record("nobody takes the example of \(other)")
      }
    }
  }

  /// What is refused for its shape is wrong by the description, too.
  @Test(
    arguments: [
      (
        "chat-refusals.json", "ChatCompletionRequest",
        ["model": "m", "messages": [["role": "user", "content": "a"]]]
      ),
      ("responses-refusals.json", "ResponsesRequest", ["model": "m", "input": "a"]),
      ("generate-refusals.json", "GenerateRequest", ["prompt": "a"]),
    ] as [(String, ExactString, JSONValue)])
  func describesWhatIsRefusedForItsShape(file: String, name: ExactString, least: JSONValue) throws {
    let schema = try DescribedAnswers(try Self.gateway()).schema(at: ["components", "schemas", name])
    #expect(try schema.isValid(least))
    let byShape: Set<String> = ["unknown_parameter", "missing_required_parameter", "invalid_type"]
    for item in try CaseFile.read(file) where byShape.contains(item["code"]!.stringValue!) {
      let body = item["body"] ?? least.merging(item["fields"]!)
      #expect(try !schema.isValid(body), "\(item["name"]!)")
    }
  }

  @Test func saysWhatKeysAreNeeded() throws {
    let folder = TemporaryFolder()
    let file = KeyFile(path: folder.path + "/keys.json")
    _ = try file.add(name: "ci", scopes: [.generate])
    let description = try Self.gateway(keys: try KeyRing(file)).description
    #expect(description["components"]!["securitySchemes"]!["key"]!["scheme"] == "bearer")
    #expect(description["paths"]!["/v1/generate"]!["post"]!["security"] == [["key": ["generate"]]])
    #expect(description["paths"]!["/healthz"]!["get"]!["security"] == nil)
    #expect(try Self.gateway().description["paths"]!["/v1/generate"]!["post"]!["security"] == nil)
  }

  @Test func isServed() async throws {
    let gateway = try Self.gateway()
    try await GatewayClient.with(gateway) { client in
      let answer = try await client.get("/openapi.json")
      #expect(answer.status == 200)
      #expect(try answer.json == gateway.description)
    }
  }

  private static func operations() throws -> [Operation] {
    let described = try gateway().described
    return OpenAPIDocument.families.flatMap { $0.operations(described) }
  }
}
