import HTTPServer
import JSON
import Schema
import Synchronization
import Testing

@testable import Gateway

/// Holds what a gateway answers against its own description.
final class DescribedAnswers: Sendable {
  private let routes: RouteTable
  private let document: JSONObject
  private let schemas = Mutex<[[ExactString]: CompiledSchema]>([:])

  init(_ gateway: Gateway) {
    routes = gateway.routes()
    document = gateway.description.objectValue!
  }

  /// Records an issue where the answer is not described, or a request was taken that is not.
  func check(_ method: String, _ path: String, _ body: JSONValue?, _ answer: GatewayClient.Answer) throws {
    let bare = String(path.prefix { $0 != "?" })
    guard let pattern = routes.pattern(of: HTTPRequest(method: HTTPMethod(method), path: bare)), answer.status != 405
    else { return }
    let place: [ExactString] = ["paths", ExactString(pattern), ExactString(method.lowercased())]
    let what = "\(method) \(path) -> \(answer.status)"
    guard let response = value(at: place + ["responses", ExactString(String(answer.status))]) else {
      Issue.record("\(what) is not described")
      return
    }
    for (name, header) in response["headers"]?.objectValue?.members.map({ ($0.key.text, $0.value) }) ?? []
    where header["required"] == true {
      #expect(answer.headers[name.lowercased()] != nil, "\(what) has no \(name)")
    }
    let types = response["content"]?.objectValue?.keys.map(\.text) ?? []
    guard let type = answer.headers["content-type"], types.contains(type) else {
      Issue.record("\(what) is of the type \(answer.headers["content-type"] ?? "none"), described are \(types)")
      return
    }
    let schema = place + ["responses", ExactString(String(answer.status)), "content", ExactString(type), "schema"]
    switch type {
    case OpenAPIDocument.jsonType: try expect(try answer.json, at: schema, what)
    case ServerSentEvents.contentType:
      let isChoice = value(at: schema + ["anyOf"]) != nil
      let data = schema + (isChoice ? ["anyOf", "0"] : []) + ["properties", "data", "contentSchema"]
      for line in answer.body.split(separator: "\n") where line.hasPrefix("data: ") && line != "data: [DONE]" {
        try expect(try JSONParser.parse(String(line.dropFirst(6))), at: data, what)
      }
    default: break
    }
    if let body, (200..<300).contains(answer.status) {
      try expect(body, at: place + ["requestBody", "content", ExactString(OpenAPIDocument.jsonType), "schema"], what)
    }
  }

  private func expect(_ instance: JSONValue, at place: [ExactString], _ what: String) throws {
    let violations = try schema(at: place).validate(instance).violations
    #expect(violations.isEmpty, "\(what): \(place.last!.text): \(JSONWriter.write(instance))")
  }

  /// The schema at a place of the description, within the whole of it, to which it refers.
  func schema(at place: [ExactString]) throws -> CompiledSchema {
    if let known = schemas.withLock({ $0[place] }) { return known }
    var whole = document
    whole["$ref"] = .string("#\(JSONPointer(place))")
    let schema = try CompiledSchema(.object(whole), options: SchemaOptions(formats: .assertion))
    schemas.withLock { $0[place] = schema }
    return schema
  }

  private func value(at place: [ExactString]) -> JSONValue? {
    place.reduce(JSONValue.object(document) as JSONValue?) { $0?[$1] }
  }
}
