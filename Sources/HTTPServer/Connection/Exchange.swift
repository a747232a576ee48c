import CMicrohttpd

/// One request and its response, shared between libmicrohttpd's thread, which owns the socket, and the task that runs
/// the handler.
///
/// A suspended connection belongs to the task until it is resumed; suspending and resuming happen under the same lock,
/// so that neither can be lost.
///
/// Until it answers, the task of a request with little to read runs on the socket's thread: what a task waits for wakes
/// the thread that is to send the answer, and no other. Hence a `TaskExecutor`.
final class Exchange: TaskExecutor {
  /// `@unchecked Sendable`: it is only reached under the exchange's lock.
  @safe
  private struct Guarded: @unchecked Sendable {
    var state: ExchangeState
    /// Nil once libmicrohttpd has completed the request: the pointer dangles from then on.
    var connection: OpaquePointer?
    var isSuspended = false
    var task: Task<Void, Never>?
    /// What the task is to do next on the socket's thread.
    var jobs: [UnownedJob] = []
    var writer: CheckedContinuation<Void, Never>?

    /// The next step of the socket's thread; suspends the connection where it is to wait.
    mutating func proceed(_ configuration: HTTPServerConfiguration) -> Turn {
      let step = state.nextStep(configuration)
      guard case .wait = step else { return .step(step) }
      if !jobs.isEmpty { return .work(takeJobs()) }
      suspend()
      return .step(step)
    }

    /// Whether the socket's thread is going to look for the job.
    mutating func take(_ job: UnownedJob) -> Bool {
      guard state.isRunning, unsafe connection != nil else { return false }
      jobs.append(job)
      resume()
      return true
    }

    mutating func takeJobs() -> [UnownedJob] {
      defer { jobs = [] }
      return jobs
    }

    mutating func suspend() {
      guard let connection = unsafe connection, !isSuspended else { return }
      unsafe MHD_suspend_connection(connection)
      isSuspended = true
    }

    mutating func resume() {
      guard let connection = unsafe connection, isSuspended else { return }
      isSuspended = false
      unsafe MHD_resume_connection(connection)
    }

    mutating func takeWriter() -> CheckedContinuation<Void, Never>? {
      defer { writer = nil }
      return writer
    }
  }

  private enum Turn {
    case step(ExchangeState.NextStep)
    case work([UnownedJob])
  }

  let connectionID: UInt64
  let started = ContinuousClock.now
  private let head: HTTPRequest
  private let dispatcher: Dispatcher
  private let guarded: Lock<Guarded>

  init(
    connection: OpaquePointer, connectionID: UInt64, head: HTTPRequest, refusal: HTTPRefusal?, dispatcher: Dispatcher
  ) {
    self.connectionID = connectionID
    self.head = head
    self.dispatcher = dispatcher
    guarded = unsafe Lock(Guarded(state: ExchangeState(refusal: refusal), connection: connection))
  }

  // MARK: libmicrohttpd's thread

  /// Takes a part of the body; false when the client is to be cut off.
  func receive(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let hasRoom = dispatcher.table.reserveBody(bytes.count, of: self)
    let (goesOn, isRefused) = guarded.withLock {
      (unsafe $0.state.receive(bytes, hasRoom: hasRoom, dispatcher.configuration), $0.state.isRefusing)
    }
    if isRefused { dispatcher.table.dropBody(of: self) }
    return goesOn
  }

  /// What to do after the whole request, or after a resumption. `wait`: the connection is suspended.
  func nextStep() -> ExchangeState.NextStep {
    while true {
      switch guarded.withLock({ $0.proceed(dispatcher.configuration) }) {
      case .step(.run): start()
      case .step(let step): return step
      case .work(let jobs): for job in jobs { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
      }
    }
  }

  private func start() {
    dispatcher.table.received(self)
    var request = head
    guarded.withLock { swap(&request.body, &$0.state.body) }
    dispatcher.taskStarted()
    let work: @Sendable () async -> Void = { [request] in
      await self.run(request)
      self.dispatcher.taskEnded()
    }
    let isSmall = request.body.count <= dispatcher.configuration.immediateBody
    let task = isSmall ? Task(executorPreference: self, operation: work) : Task(operation: work)
    let isAwaited = guarded.withLock { guarded in
      if !guarded.state.isEnded { guarded.task = task }
      return !guarded.state.isEnded
    }
    if !isAwaited { task.cancel() }
  }

  /// The next bytes of a streamed body. `wait`: the connection is suspended.
  func read(into destination: UnsafeMutableBufferPointer<UInt8>) -> ExchangeState.Reading {
    let (reading, writer) = guarded.withLock { guarded in
      let reading = unsafe guarded.state.read(into: destination)
      if case .wait = reading { guarded.suspend() }
      return (reading, guarded.state.hasRoom(dispatcher.configuration) ? guarded.takeWriter() : nil)
    }
    writer?.resume()
    return reading
  }

  /// libmicrohttpd is done with the request, one way or another.
  func completed() {
    dispatcher.table.end(self)
    end { unsafe $0.connection = nil }
  }

  var isHead: Bool { head.method == .head }

  /// Whether this answer is the connection's last.
  var closesConnection: Bool { dispatcher.table.isDraining }

  // MARK: The watch's thread, and whoever stops the server

  /// Nobody waits for this exchange any more: its task is cancelled and its connection will be closed.
  func abandon() { end { $0.resume() } }

  private func end(_ leave: (inout Guarded) -> Void) {
    let (task, writer, jobs) = guarded.withLock { guarded in
      guarded.state.end()
      leave(&guarded)
      defer { guarded.task = nil }
      return (guarded.task, guarded.takeWriter(), guarded.takeJobs())
    }
    task?.cancel()
    writer?.resume()
    for job in jobs { Self.enqueueInPool(job) }
  }

  // MARK: The task

  /// What the task does once it has answered, or once nobody waits for it, is done in Swift's pool.
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if !guarded.withLock({ $0.take(job) }) { Self.enqueueInPool(job) }
  }

  private static func enqueueInPool(_ job: UnownedJob) { globalConcurrentExecutor.enqueue(job) }

  private func run(_ request: HTTPRequest) async {
    var response = await dispatcher.handler(request)
    if let field = response.headers.fields.first(where: { !$0.isEncodable }) {
      let refusal = HTTPRefusal.unencodableHeader(name: field.name)
      response = refusal.response(body: dispatcher.configuration.refusalBody)
    }
    let isAwaited = guarded.withLock { guarded in
      guard guarded.state.answer(response) else { return false }
      guarded.resume()
      return true
    }
    guard isAwaited, request.method != .head, case .stream(let produce) = response.body else { return }
    var failed = false
    do {
      try await produce(HTTPBodyWriter(exchange: self))
    } catch {
      // The client learns of it by the missing end of the body; the producer is the one to report why.
      failed = true
    }
    guarded.withLock { guarded in
      guarded.state.endStream(failed: failed)
      guarded.resume()
    }
  }

  func write(_ bytes: [UInt8]) async throws(HTTPServerError) {
    if bytes.isEmpty { return }
    while true {
      let writing = guarded.withLock { guarded in
        let writing = guarded.state.write(bytes, dispatcher.configuration)
        if case .accepted = writing { guarded.resume() }
        return writing
      }
      switch writing {
      case .accepted: return
      case .gone: throw .clientGone
      case .full: await waitForRoom()
      }
    }
  }

  private func waitForRoom() async {
    await withCheckedContinuation { continuation in
      let mustWait = guarded.withLock { guarded in
        if guarded.state.isEnded || guarded.state.hasRoom(dispatcher.configuration) { return false }
        precondition(guarded.writer == nil, "one write at a time")
        guarded.writer = continuation
        return true
      }
      if !mustWait { continuation.resume() }
    }
  }
}
