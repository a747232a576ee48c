import Glibc

/// The process's streams.
enum Console {
  /// A line on standard output.
  static func print(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

  /// Text on standard output as it is.
  static func write(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// A line on standard error.
  static func report(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

  /// A line on standard error, or nothing when it can't be written: what is served goes on without its log.
  static func log(_ line: String) { _ = tryWrite(line + "\n", to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    // Nobody reads any more; there is no one to tell.
    if !tryWrite(text, to: descriptor) { exit(ExitCode.failure) }
  }

  private static func tryWrite(_ text: String, to descriptor: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        return false
      }
      bytes.removeFirst(written)
    }
    return true
  }
}
