import Decoding
import HTTPServer
import JSON
import Testing

@testable import Gateway

@Suite struct ContractCompilerTests {
  /// What is merged into each case that is refused.
  private static let base: JSONValue = [
    "name": "case", "version": "1",
    "schema": [
      "type": "object", "properties": ["a": ["type": "integer", "minimum": 0], "b": ["type": "string"]],
      "required": ["a"], "additionalProperties": false,
    ],
    "rules": [["id": "odd", "expression": "self.a % 2 == 1"]],
    "fallback": ["static": ["a": 1]],
  ]

  let compiler: ContractCompiler

  init() throws { compiler = ContractCompiler(engine: try BundledModel.shared.get()) }

  @Test func refusesByName() async throws {
    for item in try CaseFile.read("contract-refusals.json") {
      let name = item["name"]!.stringValue!
      do throws(GatewayError) {
        let contract = try Contract(Self.base.merging(item["fields"]!), limits: GatewayLimits())
        _ = try await compiler.compile(contract.terms, id: contract.id)
        Issue.record("accepted: \(name)")
      } catch {
        let answer = error.json["error"]!
        #expect(error.status.code == 400, "\(name)")
        #expect(answer["code"] == item["code"], "\(name)")
        #expect(answer["param"] == item["param"], "\(name)")
        #expect(answer["message"] == item["message"], "\(name)")
      }
    }
  }

  @Test func putsRulesIntoTheMaskThatASchemaCanSay() async throws {
    let contract = try Contract(
      Self.base.merging([
        "rules": [
          ["id": "small", "expression": "self.a < 10"], ["id": "odd", "expression": "self.a % 2 == 1"],
          ["id": "flagged", "expression": "self.a < 5", "severity": "flag"],
        ]
      ]), limits: GatewayLimits())
    let compiled = try await compiler.compile(contract.terms, id: contract.id)
    #expect(compiled.rulesInMask == ["small"])
    #expect(compiled.maskedSchema != contract.terms.schema)
  }

  @Test(
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
  func hashesAsTheStandardSays(message: String, digest: String) { #expect(SHA256.hex(message.utf8) == digest) }

  @Test func ordersVersionsByNumber() throws {
    let texts = ["1", "1.0", "1.2", "1.10", "2", "10.0.1"]
    let versions = try texts.map { try #require(ContractVersion($0)) }
    #expect(versions.shuffled().sorted() == versions)
    #expect(versions.map(\.description) == texts)
    for text in ["", "v1", "01", "1.", "1.2.3.4", "-1", "1.x", "1234567890"] {
      #expect(ContractVersion(text) == nil, "\(text)")
    }
  }
}
