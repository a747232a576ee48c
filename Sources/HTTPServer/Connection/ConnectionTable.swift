import CMicrohttpd
import Glibc

/// The open connections, what each is busy with, and until when it may be.
final class ConnectionTable: Sendable {
  private struct Entry {
    let socket: Int32
    var exchange: Exchange?
    /// The client must have sent the rest of the head, or of the body, by then. Nil while it is the server's turn.
    var deadline: ContinuousClock.Instant?
    /// Of the request's body.
    var bodyBytes = 0
  }

  private struct Guarded {
    var entries: [UInt64: Entry] = [:]
    var nextID: UInt64 = 1
    /// Connections that were accepted and that libmicrohttpd has not told of yet.
    var reserved = 0
    var isDraining = false
    var tasks = 0
    /// Of all requests.
    var bodyBytes = 0

    mutating func dropBody(of id: UInt64) {
      bodyBytes -= entries[id]?.bodyBytes ?? 0
      entries[id]?.bodyBytes = 0
    }
  }

  /// What the watch finds at an id.
  enum Occupation {
    case closed
    case idle
    case busy(Exchange)
  }

  private let guarded = Lock(Guarded())
  private let headerTimeout: Duration
  private let bodyTimeout: Duration
  private let limit: Int
  private let bodiesLimit: Int

  init(_ configuration: HTTPServerConfiguration) {
    headerTimeout = configuration.headerTimeout
    bodyTimeout = configuration.bodyTimeout
    limit = configuration.connectionLimit
    bodiesLimit = configuration.bodiesLimit
  }

  /// A place for a new connection; false when all are taken.
  func reserve() -> Bool {
    guarded.withLock { guarded in
      guard guarded.entries.count + guarded.reserved < limit else { return false }
      guarded.reserved += 1
      return true
    }
  }

  /// The place is not needed.
  func giveBack() { guarded.withLock { $0.reserved -= 1 } }

  /// The id of a new connection, which takes its reserved place; never 0.
  func open(socket: Int32) -> UInt64 {
    guarded.withLock { guarded in
      defer { guarded.nextID += 1 }
      guarded.reserved -= 1
      guarded.entries[guarded.nextID] = Entry(socket: socket, deadline: .now + headerTimeout)
      return guarded.nextID
    }
  }

  /// Must come before the socket is closed: its number is used again at once.
  func close(_ id: UInt64) {
    guarded.withLock {
      $0.dropBody(of: id)
      $0.entries[id] = nil
    }
  }

  func begin(_ exchange: Exchange) {
    guarded.withLock {
      $0.entries[exchange.connectionID]?.exchange = exchange
      $0.entries[exchange.connectionID]?.deadline = .now + bodyTimeout
    }
  }

  /// The whole request is here.
  func received(_ exchange: Exchange) { guarded.withLock { $0.entries[exchange.connectionID]?.deadline = nil } }

  /// Room for more bytes of the exchange's body; false when there is none.
  func reserveBody(_ count: Int, of exchange: Exchange) -> Bool {
    guarded.withLock { guarded in
      guard guarded.bodyBytes + count <= bodiesLimit else { return false }
      guard guarded.entries[exchange.connectionID] != nil else { return true }
      guarded.entries[exchange.connectionID]!.bodyBytes += count
      guarded.bodyBytes += count
      return true
    }
  }

  /// The exchange's body is not kept.
  func dropBody(of exchange: Exchange) { guarded.withLock { $0.dropBody(of: exchange.connectionID) } }

  func end(_ exchange: Exchange) {
    guarded.withLock {
      $0.dropBody(of: exchange.connectionID)
      $0.entries[exchange.connectionID]?.exchange = nil
      $0.entries[exchange.connectionID]?.deadline = .now + headerTimeout
    }
  }

  func occupation(of id: UInt64) -> Occupation {
    guarded.withLock { guarded in
      guard let entry = guarded.entries[id] else { return .closed }
      return entry.exchange.map { .busy($0) } ?? .idle
    }
  }

  /// Shuts the sockets of clients that took too long; libmicrohttpd then sees their end and closes them.
  func cutOffExpired(at now: ContinuousClock.Instant) {
    guarded.withLock { guarded in
      for (id, entry) in guarded.entries where entry.deadline.map({ $0 <= now }) ?? false {
        guarded.entries[id]?.deadline = nil
        shutdown(entry.socket, Int32(SHUT_RDWR))
      }
    }
  }

  var exchanges: [Exchange] { guarded.withLock { $0.entries.values.compactMap(\.exchange) } }
  var connectionCount: Int { guarded.withLock { $0.entries.count } }

  var isDraining: Bool { guarded.withLock { $0.isDraining } }
  func startDraining() { guarded.withLock { $0.isDraining = true } }

  var taskCount: Int { guarded.withLock { $0.tasks } }
  func taskStarted() { guarded.withLock { $0.tasks += 1 } }
  func taskEnded() { guarded.withLock { $0.tasks -= 1 } }
}
