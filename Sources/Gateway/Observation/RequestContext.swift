import HTTPServer

/// What is known of a request from its arrival to its end, wherever its work goes: in its tasks it is `current`.
struct RequestContext: Sendable {
  static let idHeader = "X-Request-Id"
  static let traceHeader = "traceparent"

  @TaskLocal static var current: RequestContext?

  let id: RequestID
  let trace: TraceContext
  let arrived = ContinuousClock.now
  let notes = RequestNotes()
  /// Where keys are needed, the one that the request has.
  var client: Client?
  /// Whether it is answered as a job, which has time to wait for a place in the queue.
  var isJob = false

  /// The client's own id and trace, where it gives valid ones.
  init(_ request: HTTPRequest) {
    id = request.headers[Self.idHeader].flatMap { RequestID($0) } ?? .random()
    trace = TraceContext(continuing: request.headers.values(of: Self.traceHeader))
  }

  /// For the response.
  var headers: HTTPHeaders { [Self.idHeader: id.text, Self.traceHeader: trace.header] }
}
