import Glibc
import Testing

/// The command `sluice`, run as a process of its own. It is killed when nobody holds it any more: a test that fails
/// leaves nothing behind.
final class SluiceProcess {
  /// It stands beside the program that runs the tests.
  static let path = {
    let tests = unsafe realpath("/proc/self/exe", nil)!
    defer { unsafe free(tests) }
    let path = unsafe String(cString: tests)
    return String(path.prefix(upTo: path.lastIndex(of: "/")!)) + "/sluice"
  }()

  let id: pid_t
  private let output: Int32
  /// What the process writes to standard error: a file of its own, for whoever reads the tests' output waits until all
  /// who can write to it have ended.
  private let errors: Int32
  private var hasEnded = false

  /// - Parameter prelude: shell commands that run before it, such as a limit.
  init(_ arguments: [String], prelude: String = ":") throws {
    var ends: [Int32] = [0, 0]
    let pipeFailure = unsafe pipe(&ends)
    try #require(pipeFailure == 0)
    var name = Array("/tmp/sluice-errors-XXXXXX".utf8CString)
    let errors = unsafe mkstemp(&name)
    try #require(errors >= 0)
    unsafe unlink(name)
    for descriptor in ends + [errors] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var process = pid_t()
    let words = ["sh", "-c", prelude + "; exec \"$0\" \"$@\"", Self.path] + arguments
    let pointers: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
    defer { unsafe pointers.forEach { unsafe free($0) } }
    let failure = unsafe posix_spawn(&process, "/bin/sh", &actions, nil, pointers + [nil], environ)
    close(ends[1])
    try #require(failure == 0, "can't start a shell: error \(failure)")
    id = process
    output = ends[0]
    self.errors = errors
  }

  deinit {
    if !hasEnded { end(SIGKILL) }
    close(output)
    close(errors)
  }

  /// A gateway with the bundled model; returns when it listens.
  static func serve(
    _ arguments: [String], prelude: String = ":"
  ) throws -> (process: SluiceProcess, client: GatewayClient) {
    let fixed = [
      "serve", "--port", "0", "--model", BundledModel.root + "/Models/bundled", "--threads", "1", "--deadline", "600",
    ]
    let process = try SluiceProcess(fixed + arguments, prelude: prelude)
    let line = process.read { $0.contains(UInt8(ascii: "\n")) }
    let port = try #require(
      line.split(separator: ":").last.flatMap { UInt16($0.filter(\.isNumber)) }, "no address: \(line) \(process.log)")
    return (process, GatewayClient(port: port))
  }

  /// Runs to the end.
  static func run(_ arguments: [String]) throws -> (output: String, status: Int32) {
    let process = try SluiceProcess(arguments)
    let output = process.read { _ in false }
    return (output, process.end())
  }

  /// Sends a signal and waits for the end.
  ///
  /// - Returns: the exit status, or the negative number of the signal that ended it.
  @discardableResult
  func end(_ signal: Int32? = nil) -> Int32 {
    if let signal { kill(id, signal) }
    var status: Int32 = 0
    unsafe waitpid(id, &status, 0)
    hasEnded = true
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
  }

  /// The last of what it has written to standard error.
  private var log: String {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let start = max(0, lseek(errors, 0, SEEK_END) - bytes.count)
    let count = unsafe pread(errors, &bytes, bytes.count, start)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  private func read(until isEnough: ([UInt8]) -> Bool) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while !isEnough(bytes) {
      let count = unsafe Glibc.read(output, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
