import Glibc
package import HTTPServer

/// SIGTERM and SIGINT as something to wait for.
package enum ShutdownSignal {
  /// Both ends of a pipe: the signal's handler, which may do almost nothing, writes a byte.
  private static let pipe: (read: Int32, write: Int32) = {
    var ends: [Int32] = [0, 0]
    let failure = unsafe Glibc.pipe(&ends)
    precondition(failure == 0, "pipe: error \(errno)")
    return (ends[0], ends[1])
  }()

  /// Catches the signals from now on. The second one ends the process at once, as if it had not been caught.
  package static func catchSignals() {
    _ = pipe
    for number in [SIGTERM, SIGINT] {
      signal(number) { number in
        var byte: UInt8 = 0
        _ = unsafe write(ShutdownSignal.pipe.write, &byte, 1)
        signal(number, SIG_DFL)
      }
    }
  }

  /// Returns after the first caught signal.
  package static func wait() async throws(HTTPServerError) {
    let descriptor = pipe.read
    let came = AsyncStream.makeStream(of: Void.self)
    let thread = try WorkerThread {
      var byte: UInt8 = 0
      while unsafe read(descriptor, &byte, 1) < 0, errno == EINTR {}
      came.continuation.finish()
    }
    for await _ in came.stream {}
    thread.join()
  }
}
