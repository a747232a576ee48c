import HTTPServer
import JSON

/// Whether the gateway lives, what it counts, and what it says of itself.
enum ServiceDescription: EndpointFamily {
  static let tag = "service"

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    let readiness = Shape.reference("Readiness")
    return [
      Operation(
        method: .get, path: "/healthz", id: "getHealth", summary: "Whether the process answers",
        answers: [OperationAnswer("It does.", json: Shape.object(["status": Shape.word("ok")]))]),
      Operation(
        method: .get, path: "/readyz", id: "getReadiness", summary: "Whether a new request would be taken",
        answers: [
          OperationAnswer("It would.", json: readiness),
          OperationAnswer(status: .serviceUnavailable, "The queue is full, or the model failed", json: readiness),
        ]),
      Operation(
        method: .get, path: "/metrics", id: "getMetrics", summary: "Metrics in the text format of Prometheus",
        answers: [OperationAnswer("The metrics.", [(MetricsPage.contentType, Shape.text)])]),
      Operation(
        method: .get, path: OpenAPIDocument.path, id: "getDescription", summary: "This description",
        answers: [OperationAnswer("The description.", json: Shape.anyObject)]),
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] {
    [
      (
        "Readiness",
        Shape.object([
          "status": Shape.word("ready", "overloaded", "failed"), "model": Shape.text,
          "queue": Shape.object(["waiting": Shape.count, "limit": Shape.count]),
          "journal": Shape.word("ok", "degraded", "off"),
        ])
      )
    ]
  }
}
