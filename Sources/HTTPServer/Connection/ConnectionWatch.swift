import CMicrohttpd
import Glibc

/// A thread that takes new connections and notices what libmicrohttpd does not: that the client of a suspended connection
/// has gone away, and that a client takes forever to send its request.
final class ConnectionWatch: Sendable {
  /// The event of the descriptor that stops the thread; connections' ids start at 1.
  private static let stopKey: UInt64 = 0
  /// The event of the listening socket.
  private static let listenKey = UInt64.max
  private static let scanInterval: Duration = .seconds(1)
  /// Where there is no place for a new connection, it is tried again after this time.
  private static let acceptPause: Duration = .milliseconds(20)

  private let epoll: Int32
  private let wakeUp: Int32
  private let table: ConnectionTable
  private let grace: Duration

  init(_ table: ConnectionTable, grace: Duration) throws(HTTPServerError) {
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard epoll >= 0 else { throw .cannotServe(reason: "epoll_create1: error \(errno)") }
    wakeUp = eventfd(0, Int32(EFD_CLOEXEC))
    self.table = table
    self.grace = grace
    guard wakeUp >= 0, sluice_epoll_watch_readable(epoll, wakeUp, Self.stopKey) == 0 else {
      throw .cannotServe(reason: "eventfd: error \(errno)")
    }
  }

  deinit {
    close(epoll)
    if wakeUp >= 0 { close(wakeUp) }
  }

  /// Tells when the other side of the socket closes it. The socket is closed later than `forget`.
  func watch(socket: Int32, id: UInt64) {
    let failure = sluice_epoll_watch_close(epoll, socket, id)
    precondition(failure == 0, "epoll_ctl on an open socket: error \(errno)")
  }

  func forget(socket: Int32) {
    let failure = sluice_epoll_forget(epoll, socket)
    precondition(failure == 0, "epoll_ctl on a watched socket: error \(errno)")
  }

  func stop() {
    let failure = eventfd_write(wakeUp, 1)
    precondition(failure == 0, "eventfd_write: error \(errno)")
  }

  private func listen(_ acceptor: ConnectionAcceptor) {
    acceptor.withSocket { socket in
      let failure = sluice_epoll_watch_readable(epoll, socket, Self.listenKey)
      precondition(failure == 0, "epoll_ctl on a listening socket: error \(errno)")
    }
  }

  /// Works until `stop()`.
  func run(accepting acceptor: ConnectionAcceptor) {
    listen(acceptor)
    /// Set while new connections have to wait.
    var nextAccept: ContinuousClock.Instant?
    var events = [sluice_close_event](repeating: sluice_close_event(), count: 64)
    /// Connections whose client has closed its side, and when that counts as gone.
    var closing: [UInt64: ContinuousClock.Instant] = [:]
    var nextScan = ContinuousClock.now + Self.scanInterval
    while true {
      let wait = ContinuousClock.now.duration(to: closing.values.reduce(min(nextScan, nextAccept ?? nextScan), min))
      let milliseconds = max(0, Int32(wait / .milliseconds(1)) + 1)
      let count = unsafe events.withUnsafeMutableBufferPointer { buffer in
        unsafe sluice_epoll_wait(epoll, buffer.baseAddress!, Int32(buffer.count), milliseconds)
      }
      precondition(count >= 0 || errno == EINTR, "epoll_wait: error \(errno)")
      let now = ContinuousClock.now
      for event in events.prefix(Int(max(count, 0))) {
        if event.key == Self.stopKey { return }
        if event.key == Self.listenKey {
          guard case .full = acceptor.takeWaiting() else { continue }
          acceptor.withSocket { forget(socket: $0) }
          nextAccept = now + Self.acceptPause
          continue
        }
        if event.is_reset != 0, case .busy(let exchange) = table.occupation(of: event.key) {
          exchange.abandon()
        } else {
          closing[event.key] = now + grace
        }
      }
      for (id, due) in closing where due <= now { closing[id] = leave(id, now) }
      if let due = nextAccept, due <= now {
        nextAccept = nil
        listen(acceptor)
      }
      if now >= nextScan {
        table.cutOffExpired(at: now)
        nextScan = now + Self.scanInterval
      }
    }
  }

  /// Abandons what the closing connection is busy with, unless that has only just begun: requests that were sent one
  /// after another before the close get their grace each. Returns when to look again, nil when there is no need.
  private func leave(_ id: UInt64, _ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    switch table.occupation(of: id) {
    case .closed: return nil
    case .idle: return now + grace
    case .busy(let exchange):
      let due = exchange.started + grace
      if due > now { return due }
      exchange.abandon()
      return now + grace
    }
  }
}
