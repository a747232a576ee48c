package import HTTPServer
package import JSON
package import Store

/// What a retry has shown.
package struct FailureRetry: Sendable {
  /// The record as it is now.
  package let record: FailureRecord
  /// Of the answer that the request got this time.
  package let status: HTTPStatus
  package let answer: JSONValue
  /// What went wrong this time, in the journal's words.
  package let problems: [(code: String, reason: String)]

  package var isFixed: Bool { record.summary.state == .fixed }

  package var json: JSONValue {
    [
      "object": "failure.retry", "failure": record.summary.json, "status": .integer(Int(status.code)),
      "answer": answer,
      "problems": .array(problems.map { ["code": .string($0.code), "reason": .string($0.reason)] }),
    ]
  }
}
