import Glibc
import JSON
import Testing

@Suite struct JSONDepthTests {
  private static func nested(_ depth: Int, _ open: String, _ close: String) -> String {
    String(repeating: open, count: depth) + String(repeating: close, count: depth)
  }

  /// Openings and closings, and how many levels they are.
  @Test(arguments: [("[", "]", 1), (#"{"a":["#, "]}", 2)])
  func edgeOfTheLimit(open: String, close: String, levels: Int) throws {
    for limit in [0, 2, 64, 512] {
      let options = JSONParser.Options(maximumDepth: limit)
      if limit > 0 { _ = try JSONParser.parse(Self.nested(limit / levels, open, close), options: options) }
      let text = Self.nested(limit / levels + 1, open, close)
      #expect(throws: JSONParseError(.depthLimit(limit), at: limit / levels * open.utf8.count)) {
        try JSONParser.parse(text, options: options)
      }
    }
  }

  @Test func siblingsDoNotAddUp() throws {
    let text = "[" + Array(repeating: "[[]]", count: 100).joined(separator: ",") + "]"
    _ = try JSONParser.parse(text, options: JSONParser.Options(maximumDepth: 3))
  }

  @Test func hostileNestingIsAnError() {
    #expect(throws: JSONParseError(.depthLimit(512), at: 512)) {
      try JSONParser.parse(String(repeating: "[", count: 1_000_000))
    }
  }

  /// The default limit holds on the small stacks of secondary threads, in a build without optimisation too. In a process
  /// of its own, since a stack that overflows takes the process with it.
  @Test(arguments: ["[", #"{"a":"#])
  func deepestValueOnASmallStack(open: String) async {
    if open == "[" {
      await #expect(processExitsWith: .success) { try SmallStack.parse("[", "[]", "]") }
    } else {
      await #expect(processExitsWith: .success) { try SmallStack.parse(#"{"a":"#, "{}", "}") }
    }
  }
}

/// A thread with 512 KB of stack.
enum SmallStack {
  struct ThreadFailed: Error { let code: Int32 }

  /// Parses and writes a value nested to the default limit.
  static func parse(_ open: String, _ middle: String, _ close: String) throws {
    let text = String(repeating: open, count: 511) + middle + String(repeating: close, count: 511)
    let job = Job(text)
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setstacksize(&attributes, 512 * 1024)
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, &attributes,
      { argument in
        unsafe Unmanaged<Job>.fromOpaque(argument!).takeUnretainedValue().run()
        return nil
      }, Unmanaged.passUnretained(job).toOpaque())
    guard code == 0 else { throw ThreadFailed(code: code) }
    pthread_join(thread, nil)
    guard case .success(let written)? = job.result else { throw ThreadFailed(code: -1) }
    precondition(written == text)
  }

  /// Written by its thread only, and read once that has been joined.
  private final class Job {
    let text: String
    var result: Result<String, JSONParseError>?

    init(_ text: String) { self.text = text }

    func run() {
      result = Result { () throws(JSONParseError) in JSONWriter.write(try JSONParser.parse(text)) }
    }
  }
}
