import CMicrohttpd
import Glibc

/// Takes new connections and hands each thread of the daemon its share of them: threads that accept for themselves take
/// all that come at once, and the others have nothing to do.
final class ConnectionAcceptor: Sendable {
  /// What became of the connections that waited.
  enum Outcome {
    /// None waits any more, or none is taken any more.
    case done
    /// The rest has to wait: for others to end, or for a descriptor.
    case full
  }

  private let socket: Lock<ListeningSocket?>
  private let daemon: Daemon
  private let table: ConnectionTable

  init(_ socket: ListeningSocket, _ daemon: Daemon, _ table: ConnectionTable) {
    self.socket = Lock(socket)
    self.daemon = daemon
    self.table = table
  }

  /// Takes all connections that wait, as far as there may be so many.
  func takeWaiting() -> Outcome {
    socket.withLock { socket in
      guard let descriptor = socket?.descriptor else { return .done }
      while true {
        guard table.reserve() else { return .full }
        switch daemon.accept(from: descriptor) {
        case 0: continue
        case EAGAIN:
          table.giveBack()
          return .done
        case ECONNABORTED, EINTR, EPROTO, EPERM: table.giveBack()
        default:
          table.giveBack()
          return .full
        }
      }
    }
  }

  /// Runs `work` with the listening socket, unless it is closed.
  func withSocket(_ work: (Int32) -> Void) {
    socket.withLock { socket in if let descriptor = socket?.descriptor { work(descriptor) } }
  }

  /// Takes no new connections: they are refused from now on.
  func close() { socket.withLock { $0 = nil } }
}
