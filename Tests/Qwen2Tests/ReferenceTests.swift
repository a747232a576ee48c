import CPUBackend
import Testing

@testable import Qwen2

/// Logits against those of `transformers` (eager attention in float32, on the weights as stored).
@Suite struct ReferenceTests {
  /// The fixtures, on every instruction set that this machine has and on one and several threads.
  static let cases = Fixture.all.flatMap { fixture in
    InstructionSet.allCases.filter { $0 <= .best }.flatMap { isa in [1, 3].map { (fixture, isa, $0) } }
  }

  @Test(arguments: cases)
  func prefillAndDecode(_ fixture: Fixture, _ instructionSet: InstructionSet, _ threads: Int) throws {
    let (tokens, expected) = try fixture.expected()
    let backend = try CPUBackend(threads: threads, instructionSet: instructionSet)
    let model = try Qwen2Model(directory: fixture.directory, backend: backend)
    let width = model.config.vocabularySize
    var session = try model.makeSession(cache: .f32)

    let prompt = Fixture.promptTokens
    let prefill = try session.forwardAll(Array(tokens[..<prompt]))
    for position in 0..<prompt {
      let range = position * width..<(position + 1) * width
      #expect(distance(prefill[range], expected[range]) < 1e-4, "position \(position)")
    }
    for position in prompt..<tokens.count {
      try session.forward([tokens[position]])
      let range = position * width..<(position + 1) * width
      #expect(distance(session.logits[...], expected[range]) < 1e-4, "position \(position)")
    }
    #expect(session.count == tokens.count)
  }

  @Test(arguments: Fixture.all) func prefillGivesTheLastRow(_ fixture: Fixture) throws {
    let (tokens, expected) = try fixture.expected()
    let model = try Qwen2Model(directory: fixture.directory, threads: 2)
    var session = try model.makeSession(capacity: tokens.count, cache: .f32)
    try session.forward(tokens)
    #expect(distance(session.logits[...], expected.suffix(model.config.vocabularySize)) < 1e-4)
  }

  /// A wrong continuation that is taken back leaves no trace.
  @Test func truncationForgets() throws {
    let fixture = Fixture.all[0]
    let (tokens, expected) = try fixture.expected()
    let model = try Qwen2Model(directory: fixture.directory, threads: 2)
    var session = try model.makeSession(cache: .f32)
    try session.forward(Array(tokens[..<20]))
    try session.forward([1, 2, 3, 4, 5])
    session.truncate(to: 20)
    try session.forward(Array(tokens[20...]))
    #expect(session.count == tokens.count)
    #expect(distance(session.logits[...], expected.suffix(model.config.vocabularySize)) < 1e-4)
  }

  /// Sessions that run at once share the threads but nothing else.
  @Test func sessionsRunAtOnce() async throws {
    let fixture = Fixture.all[2]
    let (tokens, expected) = try fixture.expected()
    let model = try Qwen2Model(directory: fixture.directory, threads: 3)
    let width = model.config.vocabularySize
    let distances = try await withThrowingTaskGroup(of: Float.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var session = try model.makeSession(cache: .f32)
          for token in tokens { try session.forward([token]) }
          return distance(session.logits[...], expected.suffix(width))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(distances.count == 8)
    #expect(distances.allSatisfy { $0 < 1e-4 })
  }
}

/// ‖a − b‖ / ‖b‖.
func distance(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Float {
  precondition(a.count == b.count)
  var difference = 0.0
  var norm = 0.0
  for (x, y) in zip(a, b) {
    difference += Double(x - y) * Double(x - y)
    norm += Double(y) * Double(y)
  }
  return Float((difference / norm).squareRoot())
}
