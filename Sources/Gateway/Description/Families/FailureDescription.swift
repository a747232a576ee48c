import HTTPServer
import JSON
import Store

enum FailureDescription: EndpointFamily {
  static let tag = "failures"

  private static let storeErrors: [GatewayError] = [.journalOff, .journalFailed(GatewayError.storeFails)]
  private static let record = Shape.reference("FailureRecord")

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    let id = OperationParameter(
      place: .path, name: "id", schema: Shape.integer(in: 1...Int(Int64.max)), description: "The record's id.")
    return [
      Operation(
        method: .get, path: "/v1/failures", id: "listFailures", summary: "Recorded failures, the latest first",
        parameters: queries, answers: [OperationAnswer("A page.", json: page, links: [link])],
        errors: storeErrors + GatewayError.ofQueries),
      Operation(
        method: .get, path: "/v1/failures/{id}", id: "getFailure", summary: "All there is of one failure",
        parameters: [id], answers: [OperationAnswer("The record.", json: record)],
        errors: storeErrors + [.unknownFailure("")]),
      Operation(
        method: .post, path: "/v1/failures/{id}/retry", id: "retryFailure", summary: "Runs a recorded request again",
        parameters: [id], body: Operation.Body(schema: Shape.object([:])),
        answers: [OperationAnswer("What came of it.", json: retry)],
        errors: storeErrors + [
          .unknownFailure(""), .failureRedacted(FailureID(rawValue: 1)), .failureOfModel("", served: ""),
          .unsupportedMediaType(nil), .invalidJSON(.init(.unexpectedEnd, at: 0)), .unknownField(.body),
          .wrongType(.body, expected: "", found: ""), .generationFailed(reason: ""),
        ]),
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] {
    [("Failure", Shape.object(summary)), ("FailureRecord", Shape.object(Shape.joined(summary, details)))]
  }

  private static let queries = [
    query("kind", Shape.word(of: FailureKind.self), "Only this kind."),
    query("state", Shape.word(of: FailureState.self), "Only those that stand so."),
    query("contract", Shape.text, "Only those under the contract of this name."),
    query("limit", Shape.integer(in: FailureQuery.limits), "How many at most (50)."),
    query("before", Shape.integer(in: 1...Int(Int64.max)), "Only those before the record with this id."),
  ]

  private static func query(_ name: String, _ schema: JSONValue, _ description: String) -> OperationParameter {
    OperationParameter(place: .query, name: name, schema: schema, description: description)
  }

  private static let link = OperationLink(
    name: "failure", operation: "getFailure", parameter: "id", expression: "$response.body#/data/0/id")

  private static let page = Shape.object([
    "object": Shape.word("list"), "data": Shape.array(of: Shape.reference("Failure")), "has_more": Shape.flag,
    "journal": Shape.object([
      "waiting": Shape.count, "lost": Shape.count, "retention_failure": Shape.orNull(Shape.text),
    ]),
  ])

  private static let retry = Shape.object([
    "object": Shape.word("failure.retry"), "failure": Shape.reference("Failure"),
    "status": Shape.integer(in: 100...599), "answer": Shape.anyObject,
    "problems": Shape.array(of: Shape.object(["code": Shape.text, "reason": Shape.text])),
  ])

  private static let summary: JSONValue = [
    "id": Shape.integer(in: 1...Int(Int64.max)), "object": Shape.word("failure"), "time": Shape.time,
    "kind": Shape.word(of: FailureKind.self), "code": Shape.text, "reason": Shape.text, "endpoint": Shape.text,
    "contract": Shape.orNull(Shape.object(["name": Shape.text, "version": Shape.text])), "model": Shape.text,
    "redacted": Shape.flag, "state": Shape.word(of: FailureState.self), "retries": Shape.count,
    "last_retry": Shape.orNull(Shape.time),
  ]

  private static let details: JSONValue = [
    "request": Shape.anyObject, "seed": Shape.orNull(Shape.count), "schema_hash": Shape.orNull(Shape.text),
    "tokens": Shape.array(of: Shape.count), "text": Shape.text, "mask_position": Shape.orNull(Shape.count),
  ]
}
