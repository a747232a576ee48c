import Testing

@testable import HTTPServer

@Suite struct RouterTests {
  private static let table: RouteTable = {
    var router = Router()
    for (method, pattern) in [
      (HTTPMethod.get, "/"), (.get, "/v1/models"), (.get, "/v1/models/{model}"), (.delete, "/v1/models/{name}"),
      (.get, "/v1/models/{model}/files/{file}"), (.get, "/v1/{kind}/all"), (.post, "/v1/chat"),
    ] {
      router.on(method, pattern) { _, parameters in
        let values = zip(parameters.names, parameters.values).map { " \($0)=\($1)" }.joined()
        return HTTPResponse(contentType: "text/plain", text: pattern + values)
      }
    }
    return router.freeze()
  }()

  @Test(arguments: [
    ("GET", "/", 200, "/"),
    ("GET", "/v1/models", 200, "/v1/models"),
    ("GET", "/v1/models/", 404, "no such path: /v1/models/\n"),
    ("GET", "/v1/models/a%2Fb%20c", 200, "/v1/models/{model} model=a/b c"),
    ("HEAD", "/v1/models/x", 200, "/v1/models/{model} model=x"),
    ("DELETE", "/v1/models/x", 200, "/v1/models/{name} name=x"),
    ("GET", "/v1/models/x/files/y", 200, "/v1/models/{model}/files/{file} model=x file=y"),
    ("GET", "/v1/models/all", 200, "/v1/models/{model} model=all"),
    ("GET", "/v1/tools/all", 200, "/v1/{kind}/all kind=tools"),
    ("GET", "/v1", 404, "no such path: /v1\n"),
    ("GET", "/v1/%zz", 400, "malformed request target \"/v1/%zz\"\n"),
    ("GET", "/v1/models/%FF", 400, "malformed request target \"/v1/models/%FF\"\n"),
    ("GET", "/v1/chat", 405, "method GET is not allowed here; allowed: POST\n"),
    ("POST", "/v1/models/x", 405, "method POST is not allowed here; allowed: GET, DELETE, HEAD\n"),
  ])
  func routes(_ method: String, _ path: String, _ status: UInt16, _ text: String) async {
    let request = HTTPRequest(method: HTTPMethod(method), path: path)
    let response = await Self.table.respond(to: request, refusalBody: HTTPServerConfiguration().refusalBody)
    #expect(response.status.code == status)
    guard case .bytes(let bytes) = response.body else {
      Issue.record("not bytes")
      return
    }
    #expect(String(decoding: bytes, as: UTF8.self) == text)
    if status == 405 { #expect(response.headers["allow"] != nil) }
  }
}
