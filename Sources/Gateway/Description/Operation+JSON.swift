import HTTPServer
import JSON

extension Operation {
  /// - Parameters:
  ///   - tag: the family that it belongs to.
  ///   - needsKeys: whether the gateway takes only requests with keys.
  func json(tag: String, needsKeys: Bool) -> JSONValue {
    var members = JSONObject([
      .init(key: "operationId", value: .string(id)), .init(key: "tags", value: [.string(tag)]),
      .init(key: "summary", value: .string(summary)),
    ])
    if !parameters.isEmpty { members["parameters"] = .array(parameters.map(\.json)) }
    if let body { members["requestBody"] = body.json }
    members["responses"] = responses
    if let scope, needsKeys {
      members["security"] = [
        .object(JSONObject([.init(key: OpenAPIDocument.securityScheme, value: [.string(scope.rawValue)])]))
      ]
    }
    return .object(members)
  }

  private var responses: JSONValue {
    let errors = self.errors + GatewayError.ofServer + (scope == nil ? [] : GatewayError.ofKeys)
    let byStatus = Dictionary(grouping: errors, by: \.status.code)
    let unread = HTTPStatus.ofLibrary.map(\.code)
    let statuses = Set(byStatus.keys).union(answers.map(\.status.code)).union(unread).sorted()
    return .object(
      JSONObject(
        statuses.map { code in
          let answer = answers.first { $0.status.code == code }
          let response = OperationResponse(
            answer: answer, errors: byStatus[code] ?? [], isOfLibrary: unread.contains(code))
          return JSONObject.Member(key: ExactString(String(code)), value: response.json)
        }))
  }
}

extension Operation.Body {
  fileprivate var json: JSONValue {
    var media = JSONObject([.init(key: "schema", value: schema)])
    media["example"] = example
    return [
      "required": true,
      "content": .object(JSONObject([.init(key: ExactString(OpenAPIDocument.jsonType), value: .object(media))])),
    ]
  }
}
