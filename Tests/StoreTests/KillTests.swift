import Glibc
import JSON
import Testing

@testable import Store

/// What has been acknowledged survives kill -9.
@Suite(.serialized, .timeLimit(.minutes(15))) struct KillTests {
  private let folder = TemporaryFolder()

  /// The writer stands beside the program that runs the tests.
  private static let writer = {
    let tests = unsafe realpath("/proc/self/exe", nil)!
    defer { unsafe free(tests) }
    let path = unsafe String(cString: tests)
    return String(path.prefix(upTo: path.lastIndex(of: "/")!)) + "/JournalWriter"
  }()

  /// Starts the writer; the descriptor reads what it prints.
  private func start(journal: String) throws -> (process: pid_t, output: Int32) {
    var ends: [Int32] = [0, 0]
    let pipeFailure = unsafe pipe(&ends)
    try #require(pipeFailure == 0)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    var process = pid_t()
    let words: [UnsafeMutablePointer<CChar>?] = unsafe [strdup(Self.writer), strdup(journal)]
    defer { unsafe words.forEach { unsafe free($0) } }
    let failure = unsafe posix_spawn(&process, Self.writer, &actions, nil, words + [nil], environ)
    close(ends[1])
    #expect(failure == 0, "can't start \(Self.writer): error \(failure)")
    return (process, ends[0])
  }

  /// The whole lines that come until there are `count`, and then, behind the kill, all others.
  private func lines(atLeast count: Int, of process: pid_t, _ output: Int32) -> [Substring] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    var isKilled = false
    while true {
      if !isKilled, bytes.count(where: { $0 == UInt8(ascii: "\n") }) >= count {
        kill(process, SIGKILL)
        isKilled = true
      }
      let read = unsafe read(output, &buffer, buffer.count)
      guard read > 0 else { break }
      bytes += buffer[..<read]
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  @Test(arguments: [1, 20, 200, 333]) func acknowledgedRecordsSurvive(_ count: Int) async throws {
    let path = folder.file("killed-\(count).sqlite")
    let (process, output) = try start(journal: path)
    let lines = lines(atLeast: count, of: process, output)
    close(output)
    var status: Int32 = 0
    let ended = unsafe waitpid(process, &status, 0)
    try #require(ended == process)
    #expect(status & 0x7F == SIGKILL)
    #expect(lines.count >= count)

    let journal = try Journal(path: path)
    for line in lines {
      let words = line.split(separator: " ")
      let record = try await journal.record(try #require(FailureID(String(words[0]))))
      #expect(record?.failure.text == String(words[1]))
    }
    // And it can be written to.
    let id = try await journal.append(
      Failure(kind: .error, code: "c", reason: "", endpoint: "/", request: 0, model: "m"))
    #expect(id.rawValue > lines.count)
  }
}
