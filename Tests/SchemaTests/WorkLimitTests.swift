import Automata
import JSON
import Testing

@testable import Schema

/// Each limit on the work of a question, just at the edge and past it.
@Suite struct WorkLimitTests {
  /// A schema whose compilation takes some thousand steps.
  private static let schema: JSONValue = [
    "allOf": .array(
      (0..<30).map { index in
        [
          "oneOf": [
            ["required": [.string(ExactString("a\(index)"))]], ["required": [.string(ExactString("b\(index)"))]],
          ]
        ]
      })
  ]

  private static func compile(_ limits: WorkLimits) throws(SchemaError) {
    var options = RecognizerOptions.generation
    options.limits = limits
    _ = try RecognizerRun(schema, options: options)
  }

  @Test func steps() throws {
    try Self.compile(.none)
    // A look at the limits comes after every thousand steps or so, so the edge is that wide.
    let error = #expect(throws: SchemaError.self) {
      try Self.compile(WorkLimits(steps: 1_024, duration: .seconds(3_600), memory: .max))
    }
    #expect(error == .limit(.steps(1_024)))
    #expect(error?.description.contains("more than 1024 steps") == true)
  }

  @Test func time() {
    #expect(throws: SchemaError.limit(.duration(.zero))) {
      try Self.compile(WorkLimits(steps: .max, duration: .zero, memory: .max))
    }
  }

  @Test func memory() {
    #expect(throws: SchemaError.limit(.memory(1_000))) {
      try Self.compile(WorkLimits(steps: .max, duration: .seconds(3_600), memory: 1_000))
    }
  }

  @Test func cancelledTasks() async {
    let task = Task { () -> SchemaError? in
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      do throws(SchemaError) {
        try Self.compile(.none)
        return nil
      } catch {
        return error
      }
    }
    #expect(await task.value == .limit(.cancelled))
  }
}
