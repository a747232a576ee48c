import HTTPServer
import JSON
import Store

/// `/v1/jobs`.
extension Gateway {
  static let idempotencyHeader = "Idempotency-Key"
  static let jobListLimits = 1...1_000
  static let idempotencyKeyLengths = 1...255

  func submitJob(_ request: AdmittedRequest) async throws -> HTTPResponse {
    let runner = try openJobs()
    let job = try JobRequest(RequestBody.read(request.http, limits: limits), limits: limits)
    // What may not be asked now is not asked later.
    _ = try Handling(request, HandlingFields(of: job.body), limits: limits)
    let new = NewJob(
      client: request.context.client?.key.id, idempotencyKey: try Self.idempotencyKey(request.http),
      endpoint: job.endpoint.rawValue, request: job.body, trace: request.context.trace.header)
    let (kept, isNew) = try await stored { () async throws(StoreError) in try await runner.store.add(new) }
    await runner.fill()
    var response = Self.answer(kept.json(kept: runner.store.options.kept))
    response.status = isNew ? .accepted : .ok
    response.headers.append("Location", "/v1/jobs/\(kept.id)")
    return response
  }

  func listJobs(_ request: AdmittedRequest) async throws -> HTTPResponse {
    let runner = try openJobs()
    var (state, limit): (JobState?, Int) = (nil, 50)
    for item in request.http.query {
      let path = FieldPath.body.appending(ExactString(item.name))
      let value = item.value ?? ""
      switch item.name {
      case "status":
        guard let word = JobState(rawValue: value) else {
          throw GatewayError.outOfRange(
            path, allowed: JobState.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", "), given: "'\(value)'")
        }
        state = word
      case "limit":
        guard let number = Int(value), Self.jobListLimits.contains(number) else {
          throw GatewayError.outOfRange(path, allowed: "an integer from 1 to 1000", given: "'\(value)'")
        }
        limit = number
      default: throw GatewayError.unknownField(path)
      }
    }
    let client = request.context.client?.key.id
    let jobs = try await stored { [state, limit] () async throws(StoreError) in
      try await runner.store.list(of: client, state: state, limit: limit)
    }
    return Self.answer([
      "object": "list", "data": .array(jobs.map { $0.json(kept: runner.store.options.kept) }),
    ])
  }

  func showJob(_ request: AdmittedRequest, _ id: String) async throws -> HTTPResponse {
    let runner = try openJobs()
    let client = request.context.client?.key.id
    let job = try await stored { () async throws(StoreError) in try await runner.store.job(JobID(id), of: client) }
    return try Self.answer(job, id, runner)
  }

  func cancelJob(_ request: AdmittedRequest, _ id: String) async throws -> HTTPResponse {
    let runner = try openJobs()
    let client = request.context.client?.key.id
    let job = try await stored { () async throws(StoreError) in try await runner.store.cancel(JobID(id), of: client) }
    if job?.state == .cancelled { await runner.drop(JobID(id)) }
    return try Self.answer(job, id, runner)
  }

  private static func answer(_ job: Job?, _ id: String, _ runner: JobRunner) throws(GatewayError) -> HTTPResponse {
    guard let job else { throw .unknownJob(id) }
    return answer(job.json(kept: runner.store.options.kept))
  }

  private func openJobs() throws(GatewayError) -> JobRunner {
    guard let jobs else { throw .jobsOff }
    return jobs
  }

  private static func idempotencyKey(_ request: HTTPRequest) throws(GatewayError) -> String? {
    guard let key = request.headers[idempotencyHeader] else { return nil }
    guard idempotencyKeyLengths.contains(key.utf8.count) else {
      throw .outOfRange(.header(idempotencyHeader), allowed: "1 to 255 bytes", given: "\(key.utf8.count)")
    }
    return key
  }

  private func stored<Value: Sendable>(
    _ body: () async throws(StoreError) -> Value
  ) async throws(GatewayError) -> Value {
    do throws(StoreError) {
      return try await body()
    } catch {
      if case .overloaded(let waiting) = error { throw .tooManyJobs(waiting: waiting) }
      throw .jobsFailed(error)
    }
  }
}
