package import Decoding
import Glibc
package import HTTPServer
import JSON
package import Store

/// The HTTP API in front of an engine.
package struct Gateway: Sendable {
  /// Takes lines of the log.
  package typealias Log = @Sendable (LogEntry) -> Void

  /// Told how each request under a contract ended, before it is answered.
  package typealias Recorder = @Sendable (ContractOutcome) async -> Void

  var pipeline: GenerationPipeline
  let contracts: ContractRegistry
  /// Nil when everybody may ask.
  let keys: KeyRing?
  /// Nil when there are no jobs.
  private(set) var jobs: JobRunner?
  /// Nil when no sessions are kept.
  let sessions: SessionRoom?
  /// Nil when failures are not recorded.
  let journal: Journal?
  let limits: GatewayLimits
  let log: Log
  let logOptions: LogOptions
  let metrics = Metrics()
  let record: Recorder
  let writtenDescription = WrittenDescription()
  /// When the model was loaded, in seconds since 1970.
  private let created = time(nil)

  /// - Parameters:
  ///   - contracts: nil for none, until some are created.
  ///   - keys: nil to let everybody ask.
  ///   - jobs: where jobs are kept; nil to take none.
  ///   - sessions: where sessions are kept; nil to take none.
  ///   - journal: where failures are recorded; nil for nowhere.
  ///   - record: where outcomes are kept.
  package init(
    engine: Engine, contracts: ContractRegistry? = nil, keys: KeyRing? = nil, jobs: JobStore? = nil,
    sessions: SessionStore? = nil, journal: Journal? = nil,
    limits: GatewayLimits = GatewayLimits(), logOptions: LogOptions = LogOptions(), log: @escaping Log,
    record: @escaping Recorder = { _ in }
  ) {
    pipeline = GenerationPipeline(engine: engine, limits: limits)
    self.contracts = contracts ?? ContractRegistry(compiler: ContractCompiler(engine: engine, limits: limits))
    pipeline.metrics = metrics
    if let journal { pipeline.recorder = FailureRecorder(journal, metrics, log: log) }
    self.keys = keys
    self.sessions = sessions.map { SessionRoom(store: $0) }
    self.journal = journal
    self.limits = limits
    self.log = log
    self.logOptions = logOptions
    self.record = record
    if let jobs {
      let gateway = self
      self.jobs = JobRunner(
        jobs, log: log, client: { gateway.client(of: $0) },
        answer: { await gateway.answer($0, in: $1) })
    }
  }

  /// Serves on the address until the server is stopped.
  package func start(
    host: String, port: UInt16, tls: TLSIdentity? = nil
  ) throws(HTTPServerError) -> HTTPServer {
    var configuration = HTTPServerConfiguration()
    configuration.tls = tls
    configuration.bodyLimit = limits.bodyBytes
    configuration.refusalBody = { ("application/json", JSONWriter.write(GatewayError.http($0).json)) }
    let (routes, refusalBody) = (routes(), configuration.refusalBody)
    let server = try HTTPServer.start(host: host, port: port, configuration: configuration) { request in
      await respond(to: request, by: routes, refusalBody: refusalBody)
    }
    if let jobs { Task { await jobs.fill() } }
    return server
  }

  func routes() -> RouteTable {
    var router = Router()
    router.on(.get, "/") { _, _ in ConsoleFiles.all.response(for: ConsoleFiles.page)! }
    router.on(.get, "/console/{file}") { request, parameters in
      ConsoleFiles.all.response(for: parameters["file"]) ?? GatewayError.http(.noSuchPath(request.path)).response
    }
    router.on(.get, "/healthz") { _, _ in self.showHealth() }
    router.on(.get, "/readyz") { _, _ in self.showReadiness() }
    router.on(.get, "/metrics") { _, _ in await self.showMetrics() }
    router.on(.get, OpenAPIDocument.path) { _, _ in self.showDescription() }
    let model = pipeline.modelName
    let created = created
    router.on(.get, "/v1/models") { _, _ in Self.answer(ModelList.json(model: model, created: created)) }
    router.on(.get, "/v1/models/{model}") { _, parameters in
      guard parameters["model"] == model else { return GatewayError.unknownModel(parameters["model"]).response }
      return Self.answer(ModelList.entry(model: model, created: created))
    }
    router.on(.post, "/v1/chat/completions") { request, _ in
      await self.refusing { try await self.chat(AdmittedRequest(request)) }
    }
    router.on(.post, "/v1/responses") { request, _ in
      await self.refusing { try await self.respond(AdmittedRequest(request)) }
    }
    router.on(.post, "/v1/generate") { request, _ in
      await self.refusing { try await self.generate(AdmittedRequest(request)) }
    }
    router.on(.post, "/v1/schemas/check") { request, _ in
      await self.refusing { try await self.checkSchema(AdmittedRequest(request)) }
    }
    router.on(.post, "/v1/contracts") { request, _ in await self.refusing { try await self.createContract(request) } }
    router.on(.get, "/v1/contracts") { _, _ in self.listContracts() }
    router.on(.get, "/v1/contracts/{contract}") { _, parameters in
      await self.refusing { try self.showContract(parameters) }
    }
    router.on(.delete, "/v1/contracts/{contract}") { _, parameters in
      await self.refusing { try await self.retireContract(parameters) }
    }
    router.on(.get, "/v1/failures") { request, _ in await self.refusing { try await self.listFailures(request) } }
    router.on(.get, "/v1/failures/{id}") { _, parameters in
      await self.refusing { try await self.showFailure(parameters["id"]) }
    }
    router.on(.post, "/v1/failures/{id}/retry") { request, parameters in
      await self.refusing { try await self.retryFailure(request, parameters["id"]) }
    }
    router.on(.get, "/v1/sessions/{id}") { request, parameters in
      await self.refusing { try await self.showSession(AdmittedRequest(request), parameters["id"]) }
    }
    router.on(.delete, "/v1/sessions/{id}") { request, parameters in
      await self.refusing { try await self.removeSession(AdmittedRequest(request), parameters["id"]) }
    }
    router.on(.post, "/v1/jobs") { request, _ in
      await self.refusing { try await self.submitJob(AdmittedRequest(request)) }
    }
    router.on(.get, "/v1/jobs") { request, _ in
      await self.refusing { try await self.listJobs(AdmittedRequest(request)) }
    }
    router.on(.get, "/v1/jobs/{id}") { request, parameters in
      await self.refusing { try await self.showJob(AdmittedRequest(request), parameters["id"]) }
    }
    router.on(.delete, "/v1/jobs/{id}") { request, parameters in
      await self.refusing { try await self.cancelJob(AdmittedRequest(request), parameters["id"]) }
    }
    return router.freeze()
  }

  /// The answer, or the error as an answer.
  private func refusing(_ answer: () async throws -> HTTPResponse) async -> HTTPResponse {
    do {
      return try await answer()
    } catch {
      var response = report(error).response
      if let failed = error as? FailedAnswer { response.headers.fill(from: failed.headers) }
      return response
    }
  }

  /// The error for a client; nil for what is none of ours.
  static func known(_ error: any Error) -> GatewayError? {
    error as? GatewayError ?? (error as? FailedAnswer)?.error
  }

  /// The error for the client; what is for the log goes there.
  func report(_ error: any Error) -> GatewayError {
    // The client is gone, so that nobody reads this, or the server is stopping.
    if Task.isCancelled { return .http(.draining) }
    let known = Self.known(error) ?? .generationFailed(reason: "\(error)")
    RequestContext.current?.notes.note("error", .string(known.code))
    switch known {
    case .generationFailed(let reason): log(LogEntry(.error, "generation failed", ["reason": .string(reason)]))
    case .contractNotStored(let id, let reason):
      log(LogEntry(.error, "a contract was not stored", ["contract": .string("\(id)"), "reason": .string(reason)]))
    case .sessionsFailed(let error): log(LogEntry(.error, "sessions can't be kept", ["reason": .string("\(error)")]))
    case .jobsFailed(let error): log(LogEntry(.error, "jobs can't be kept", ["reason": .string("\(error)")]))
    case .journalFailed(let error):
      log(LogEntry(.error, "the failure journal can't be used", ["reason": .string("\(error)")]))
    default: break
    }
    return known
  }

  static func answer(_ json: JSONValue) -> HTTPResponse {
    HTTPResponse(contentType: "application/json", text: JSONWriter.write(json))
  }
}
