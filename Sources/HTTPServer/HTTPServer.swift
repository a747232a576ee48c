import Glibc

/// An HTTP/1.1 server on libmicrohttpd.
///
/// Sockets belong to a few threads of libmicrohttpd; every request's handler runs in a task of its own, which is
/// cancelled as soon as its client has gone away.
package final class HTTPServer: Sendable {
  package typealias Handler = @Sendable (HTTPRequest) async -> HTTPResponse

  private enum Stage {
    case serving
    case draining
    case stopped
  }

  /// The port that is listened on, also when port 0 was asked for.
  package let port: UInt16
  private let dispatcher: Dispatcher
  private let daemon: Daemon
  private let acceptor: ConnectionAcceptor
  private let watchThread: WorkerThread
  private let stage = Lock(Stage.serving)

  private init(
    port: UInt16, dispatcher: Dispatcher, daemon: Daemon, acceptor: ConnectionAcceptor, watchThread: WorkerThread
  ) {
    self.port = port
    self.dispatcher = dispatcher
    self.daemon = daemon
    self.acceptor = acceptor
    self.watchThread = watchThread
  }

  deinit { shutDown() }

  /// Listens and answers until `stop()`.
  ///
  /// - Parameters:
  ///   - host: A name or a numeric address.
  ///   - port: 0 for any free port.
  package static func start(
    host: String, port: UInt16, configuration: HTTPServerConfiguration = HTTPServerConfiguration(),
    handler: @escaping Handler
  ) throws(HTTPServerError) -> HTTPServer {
    let socket = try ListeningSocket(host: host, port: port)
    let realPort = socket.port
    let dispatcher = try Dispatcher(configuration, handler)
    let daemon = try Daemon(dispatcher)
    let acceptor = ConnectionAcceptor(socket, daemon, dispatcher.table)
    let watch = dispatcher.watch
    let thread = try WorkerThread { watch.run(accepting: acceptor) }
    return HTTPServer(
      port: realPort, dispatcher: dispatcher, daemon: daemon, acceptor: acceptor, watchThread: thread)
  }

  /// Requests that have begun and whose answers have not been sent whole.
  package var activeRequests: Int { dispatcher.table.exchanges.count }
  package var connections: Int { dispatcher.table.connectionCount }

  /// Refuses new connections, answers new requests on old ones with `HTTPRefusal.draining`, and waits until what has
  /// begun is answered. False when some is not after `timeout`.
  package func drain(timeout: Duration) async -> Bool {
    let isFirst = stage.withLock { stage in
      guard case .serving = stage else { return false }
      stage = .draining
      return true
    }
    if isFirst {
      dispatcher.table.startDraining()
      acceptor.close()
    }
    return await wait(timeout) { self.activeRequests == 0 }
  }

  /// Cuts every connection off, cancels what runs, and gives handlers `grace` to end. False when some have not.
  @discardableResult
  package func stop(grace: Duration = .seconds(5)) async -> Bool {
    shutDown()
    return await wait(grace) { self.dispatcher.table.taskCount == 0 }
  }

  private func shutDown() {
    let previous = stage.withLock { stage in
      defer { stage = .stopped }
      return stage
    }
    if case .stopped = previous { return }
    dispatcher.table.startDraining()
    if case .serving = previous { acceptor.close() }
    for exchange in dispatcher.table.exchanges { exchange.abandon() }
    daemon.stop()
    dispatcher.watch.stop()
    watchThread.join()
  }

  private func wait(_ limit: Duration, until isDone: () -> Bool) async -> Bool {
    let end = ContinuousClock.now + limit
    while !isDone() {
      if ContinuousClock.now >= end { return false }
      do {
        try await Task.sleep(for: .milliseconds(10))
      } catch {
        return isDone()  // The one who waits was cancelled.
      }
    }
    return true
  }
}
