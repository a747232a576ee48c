import HTTPServer
import JSON

/// All that is answered with one status.
struct OperationResponse {
  /// What is no error.
  let answer: OperationAnswer?
  let errors: [GatewayError]
  /// Whether the HTTP library answers with it, too.
  let isOfLibrary: Bool

  var json: JSONValue {
    // What a page has that is not ours is nobody's promise.
    if answer == nil, errors.isEmpty { return ["description": .string(description)] }
    var members = JSONObject([
      .init(key: "description", value: .string(description)), .init(key: "headers", value: headers),
      .init(key: "content", value: content),
    ])
    if let links = answer?.links, !links.isEmpty {
      members["links"] = .object(JSONObject(links.map { .init(key: ExactString($0.name), value: $0.json) }))
    }
    return .object(members)
  }

  private var codes: [String] { Set(errors.map(\.code)).sorted() }

  private var description: String {
    let failures = codes.map { "`\($0)`" }.joined(separator: ", ")
    let parts = [
      answer?.description, failures.isEmpty ? nil : failures,
      isOfLibrary ? "a page of the HTTP library, about a head or a length that it does not read" : nil,
    ]
    return parts.compactMap { $0 }.joined(separator: "; or ")
  }

  private var content: JSONValue {
    var media = answer?.content ?? []
    if !errors.isEmpty {
      let error: JSONValue = [
        "allOf": [
          Shape.reference("Error"),
          ["properties": ["error": ["properties": ["code": ["enum": .array(codes.map { .string($0) })]]]]],
        ]
      ]
      if let place = media.firstIndex(where: { $0.type == OpenAPIDocument.jsonType }) {
        media[place].schema = Shape.either(media[place].schema, error)
      } else {
        media.append((OpenAPIDocument.jsonType, error))
      }
    }
    return .object(
      JSONObject(media.map { .init(key: ExactString($0.type), value: ["schema": $0.schema]) }))
  }

  private var headers: JSONValue {
    var members = JSONObject([
      .init(key: ExactString(RequestContext.idHeader), value: ["$ref": "#/components/headers/RequestId"]),
      .init(key: ExactString(RequestContext.traceHeader), value: ["$ref": "#/components/headers/Trace"]),
    ])
    for header in answer?.headers ?? [] { members[ExactString(header.name)] = header.json }
    for header in errorHeaders { members[ExactString(header.name)] = header.json }
    return .object(members)
  }

  /// Those that errors bring along.
  private var errorHeaders: [OperationHeader] {
    let names = errors.map { Set($0.response.headers.fields.map(\.name)).subtracting(["Content-Type"]) }
    let all = names.reduce(Set()) { $0.union($1) }.sorted()
    return all.map { name in
      OperationHeader(
        name: name, description: Self.meanings[name] ?? "", schema: Shape.text,
        isRequired: answer == nil && names.allSatisfy { $0.contains(name) })
    }
  }

  private static let meanings = [
    "Retry-After": "Seconds until it is worth trying again.", "WWW-Authenticate": "How to name a key.",
  ]
}
