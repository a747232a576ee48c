import HTTPServer
import JSON
import Store

enum JobDescription: EndpointFamily {
  static let tag = "jobs"

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    let id = OperationParameter(place: .path, name: "id", schema: Shape.text, description: "The job's id.")
    let job = Shape.reference("Job")
    let location = OperationHeader(name: "Location", description: "Where it is.", schema: Shape.text)
    let storeErrors: [GatewayError] = [.jobsOff, .jobsFailed(GatewayError.storeFails)]
    return [
      Operation(
        method: .post, path: "/v1/jobs", id: "createJob", summary: "Takes a request whose answer is asked for later",
        parameters: [
          OperationParameter(
            place: .header, name: Gateway.idempotencyHeader, schema: Shape.text(in: Gateway.idempotencyKeyLengths),
            description: "With the key of an earlier job it is that job.")
        ] + Handling.parameters,
        body: Operation.Body(schema: Shape.reference("JobRequest"), example: example),
        answers: [
          OperationAnswer("The earlier job of the key.", json: job, headers: [location], links: links),
          OperationAnswer(status: .accepted, "The job waits.", json: job, headers: [location], links: links),
        ],
        errors: GatewayError.ofWishes + storeErrors + [.tooManyJobs(waiting: 0), .scopeMissing(.priority)]),
      Operation(
        method: .get, path: "/v1/jobs", id: "listJobs", summary: "Jobs, the latest first",
        parameters: [
          OperationParameter(
            place: .query, name: "status", schema: Shape.word(of: JobState.self),
            description: "Only those that stand so."),
          OperationParameter(
            place: .query, name: "limit", schema: Shape.integer(in: Gateway.jobListLimits),
            description: "How many at most (50)."),
        ],
        answers: [
          OperationAnswer(
            "The jobs.", json: Shape.object(["object": Shape.word("list"), "data": Shape.array(of: job)]))
        ],
        errors: storeErrors + GatewayError.ofQueries),
      Operation(
        method: .get, path: "/v1/jobs/{id}", id: "getJob", summary: "A job, with its answer when it has ended",
        parameters: [id], answers: [OperationAnswer("The job.", json: job)],
        errors: storeErrors + [.unknownJob("")]),
      Operation(
        method: .delete, path: "/v1/jobs/{id}", id: "cancelJob", summary: "Cancels a job unless it has ended",
        parameters: [id], answers: [OperationAnswer("The job as it is then.", json: job)],
        errors: storeErrors + [.unknownJob("")]),
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] {
    let bodies = [
      (RequestOrigin.Endpoint.chat, "ChatCompletionRequest"), (.responses, "ResponsesRequest"),
      (.generate, "GenerateRequest"),
    ].map { (endpoint, name) -> JSONValue in
      Shape.request(["endpoint": Shape.word(endpoint.rawValue), "body": Shape.reference(name)])
    }
    return [
      ("JobRequest", ["oneOf": .array(bodies)]),
      (
        "Job",
        Shape.object([
          "id": Shape.text, "object": Shape.word("job"), "status": Shape.word(of: JobState.self),
          "endpoint": ["type": "string", "enum": .array(RequestOrigin.Endpoint.allCases.map { .string($0.rawValue) })],
          "created": Shape.time, "started": Shape.orNull(Shape.time), "ended": Shape.orNull(Shape.time),
          "expires": Shape.orNull(Shape.time), "response": Shape.orNull(response),
        ])
      ),
    ]
  }

  private static let response = Shape.object([
    "status": Shape.integer(in: 100...599), "headers": Shape.map(to: Shape.text), "body": Shape.anyObject,
  ])

  private static let links = [
    OperationLink(name: "job", operation: "getJob", parameter: "id", expression: "$response.body#/id"),
    OperationLink(name: "cancelJob", operation: "cancelJob", parameter: "id", expression: "$response.body#/id"),
  ]

  private static let example: JSONValue = [
    "endpoint": "/v1/generate", "body": ["prompt": Operation.exampleText, "max_tokens": 8],
  ]
}
