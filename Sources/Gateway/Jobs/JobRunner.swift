import HTTPServer
import JSON
import Store

/// Answers jobs one after another, a few at once, as requests of their own.
actor JobRunner {
  /// The model does one thing at a time; more than one keeps it busy while another is compiled or judged.
  private static let limit = 4

  typealias Answering = @Sendable (HTTPRequest, RequestContext) async -> HTTPResponse

  nonisolated let store: JobStore
  private let log: Gateway.Log
  private let answer: Answering
  private let client: @Sendable (String) -> Client?
  private var running: [JobID: Task<Void, Never>] = [:]
  private var isFilling = false
  private var isStopped = false
  /// Whether jobs that could not be begun are tried again soon.
  private var isRetrying = false

  /// - Parameters:
  ///   - client: the one whose key has this id; nil when it may not ask any more.
  ///   - answer: answers a request as if it had come over HTTP.
  init(
    _ store: JobStore, log: @escaping Gateway.Log, client: @escaping @Sendable (String) -> Client?,
    answer: @escaping Answering
  ) {
    self.store = store
    self.log = log
    self.client = client
    self.answer = answer
  }

  /// Begins what waits and may begin.
  func fill() async {
    guard !isFilling, !isStopped else { return }
    isFilling = true
    defer { isFilling = false }
    do throws(StoreError) {
      while running.count < Self.limit, !isStopped, let job = try await store.begin() {
        running[job.id] = Task {
          await self.work(on: job)
          await self.left(job.id)
        }
      }
    } catch {
      log(LogEntry(.error, "jobs can't be begun", ["reason": .string("\(error)")]))
      // Nothing else may come that would begin them: a disk that is full takes no new job either.
      if !isRetrying {
        isRetrying = true
        Task { await fillLater() }
      }
    }
  }

  private func fillLater() async {
    do { try await Task.sleep(for: .seconds(1)) } catch { return }
    isRetrying = false
    await fill()
  }

  /// Ends the work on a job whose end is in the store already.
  func drop(_ id: JobID) { running[id]?.cancel() }

  /// Cuts off what runs, which will be begun again when the store is opened the next time.
  func stop() async {
    isStopped = true
    let tasks = running.values
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }

  private func left(_ id: JobID) async {
    running[id] = nil
    await fill()
  }

  private func work(on job: Job) async {
    guard job.runs <= store.options.runs else {
      return await end(job, GatewayError.jobAbandoned(runs: job.runs - 1).response)
    }
    while !Task.isCancelled {
      var context = RequestContext(Self.request(for: job))
      context.isJob = true
      if let id = job.job.client {
        guard let client = client(id) else { return await end(job, GatewayError.wrongKey.response) }
        context.client = client
      }
      let response = await answer(Self.request(for: job), context)
      if Task.isCancelled { return }
      guard let seconds = Self.pause(response) else { return await end(job, response) }
      // Nobody else's request is turned away for a job that has time.
      do { try await Task.sleep(for: .seconds(seconds)) } catch { return }
    }
  }

  /// Keeps the answer; a disk that is full is tried again until it has room.
  private func end(_ job: Job, _ response: HTTPResponse) async {
    let state: JobState = response.status == .ok ? .succeeded : .failed
    while !Task.isCancelled {
      do {
        try await store.end(job.id, as: state, with: try Self.jobAnswer(response))
        return
      } catch {
        log(
          LogEntry(
            .error, "the answer of a job can't be kept yet",
            ["job": .string(job.id.text), "reason": .string("\(error)")]))
      }
      do { try await Task.sleep(for: .seconds(1)) } catch { return }
    }
  }

  private static func request(for job: Job) -> HTTPRequest {
    HTTPRequest(
      method: .post, path: job.job.endpoint,
      headers: [
        "Content-Type": "application/json", RequestContext.idHeader: job.id.text,
        RequestContext.traceHeader: job.job.trace,
      ], body: Array(JSONWriter.write(job.job.request).utf8))
  }

  /// Seconds until the queue may have a place; nil when it had one.
  private static func pause(_ response: HTTPResponse) -> Int? {
    guard response.status == .serviceUnavailable || response.status == .tooManyRequests else { return nil }
    return response.headers["Retry-After"].flatMap { Int($0) }
  }

  private static func jobAnswer(_ response: HTTPResponse) throws -> JobAnswer {
    guard case .bytes(let bytes) = response.body else {
      throw GatewayError.generationFailed(reason: "a job was answered with a stream")
    }
    let fields = response.headers.fields.filter { $0.name.hasPrefix("Sluice-") }
    let headers = JSONObject(fields.map { .init(key: ExactString($0.name), value: .string($0.value)) })
    return JobAnswer(status: Int(response.status.code), headers: headers, body: try JSONParser.parse(bytes: bytes))
  }
}
