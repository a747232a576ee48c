import HTTPServer
import JSON
import Testing

@testable import Gateway

@Suite struct RequestBodyTests {
  private static func read(_ text: String, _ type: String?, _ limits: GatewayLimits = GatewayLimits()) throws
    -> JSONValue
  {
    var headers = HTTPHeaders()
    if let type { headers.append("content-type", type) }
    return try RequestBody.read(
      HTTPRequest(method: .post, path: "/", headers: headers, body: Array(text.utf8)), limits: limits)
  }

  @Test(arguments: ["application/json", "Application/JSON; charset=utf-8", "application/json ;charset=UTF-8"])
  func reads(_ type: String) throws { #expect(try Self.read("[1]", type) == [1]) }

  @Test(arguments: [nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
  func refusesOtherTypes(_ type: String?) {
    #expect(throws: GatewayError.unsupportedMediaType(type)) { try Self.read("[1]", type) }
  }

  @Test func saysWhereJSONBreaks() throws {
    let error = try #require(throws: GatewayError.self) { try Self.read(#"{"a":1,}"#, "application/json") }
    #expect(error.message == "The request body is not valid JSON: unexpected '}' at byte 7.")
    #expect(throws: GatewayError.self) { try Self.read(#"{"a":1,"a":2}"#, "application/json") }
    #expect(throws: GatewayError.self) { try Self.read("", "application/json") }
  }

  @Test func limitsNesting() throws {
    var limits = GatewayLimits()
    limits.bodyDepth = 3
    #expect(try Self.read("[[[]]]", "application/json", limits) == [[[]]])
    let error = try #require(throws: GatewayError.self) { try Self.read("[[[[]]]]", "application/json", limits) }
    #expect(error.status.code == 400)
    #expect(error.message == "The request body is not valid JSON: nested deeper than 3 levels at byte 3.")
  }
}
