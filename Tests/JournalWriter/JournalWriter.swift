import Glibc
import JSON
import Store

/// Appends to the journal that its argument names, from several tasks, until it is killed. Prints a line for each
/// record when the journal has acknowledged it: the record's id and its text.
@main
struct JournalWriter {
  static func main() async throws {
    let journal = try Journal(path: CommandLine.arguments[1])
    try await withThrowingTaskGroup { group in
      for task in 0..<4 {
        group.addTask {
          for count in 0... {
            let text = "\(task)-\(count)"
            let failure = Failure(
              kind: .error, code: "test", reason: "none", endpoint: "/", request: ["prompt": .string(text)], model: "m",
              tokens: [1, 2, 3], text: text)
            let id = try await journal.append(failure)
            let line = Array("\(id) \(text)\n".utf8)
            // A line this short goes into a pipe as a whole.
            let written = unsafe line.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard written == line.count else { exit(1) }
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
