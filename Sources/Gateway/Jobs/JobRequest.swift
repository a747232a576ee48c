import JSON

/// A request to `POST /v1/jobs`: a request to another endpoint, whose answer is asked for later.
struct JobRequest: Sendable {
  /// Behind those who wait for their answers.
  static let priority = 10
  /// Of a job that names no deadline, from its turn on.
  static let deadlineMilliseconds = 600_000

  let endpoint: RequestOrigin.Endpoint
  /// With a seed, so that it is answered in the same way when it has to be begun again.
  let body: JSONValue

  /// - Throws: also what the endpoint would refuse of the body, whose fields are named as in the body itself.
  init(_ json: JSONValue, limits: GatewayLimits) throws(GatewayError) {
    var fields = try FieldReader(json, at: .body)
    let path = fields.path(of: "endpoint")
    let name = try fields.requiredString("endpoint")
    guard let endpoint = RequestOrigin.Endpoint(rawValue: name) else {
      throw .outOfRange(
        path, allowed: RequestOrigin.Endpoint.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or "),
        given: "'\(name)'")
    }
    self.endpoint = endpoint
    guard var body = try fields.object("body") else { throw .missing(fields.path(of: "body")) }
    try fields.finish()
    let streams: Bool
    switch endpoint {
    case .chat: streams = try ChatCompletionRequest(.object(body), limits: limits).streams
    case .responses: streams = try ResponsesRequest(.object(body), limits: limits).streams
    case .generate: streams = try GenerateRequest(.object(body), limits: limits).streams
    }
    if streams { throw .unsupported(FieldPath.body.appending("stream"), reason: "the answer of a job comes whole") }
    let defaults: [(ExactString, JSONValue)] = [
      ("seed", .integer(Int.random(in: 0..<1 << 53))), ("priority", .integer(Self.priority)),
      ("deadline_ms", .integer(Self.deadlineMilliseconds)),
    ]
    for (key, value) in defaults where body[key]?.isNull ?? true { body[key] = value }
    self.body = .object(body)
  }
}
