import Testing

@testable import Qwen2

/// Limits of a sequence, and that a refused call changes nothing.
@Suite struct SessionTests {
  private let model: Qwen2Model

  init() throws { model = try Qwen2Model(directory: Fixture.all[0].directory, threads: 1) }

  private func failure(_ tokens: [Int32], _ session: inout Qwen2Session) -> ModelError? {
    do throws(ModelError) {
      try session.forward(tokens)
      return nil
    } catch {
      return error
    }
  }

  @Test func fullContextIsAnError() throws {
    var session = try model.makeSession(capacity: 5)
    #expect(failure([1, 2, 3, 4, 5, 6], &session) == .contextFull(capacity: 5, needed: 6))
    #expect(failure([1, 2, 3], &session) == nil)
    let logits = session.logits
    #expect(failure([1, 2, 3], &session) == .contextFull(capacity: 5, needed: 6))
    #expect(session.count == 3)
    #expect(session.logits == logits)
    #expect(failure([4, 5], &session) == nil)
    #expect(failure([6], &session) == .contextFull(capacity: 5, needed: 6))
    session.truncate(to: 0)
    #expect(failure([6], &session) == nil)
    #expect(session.count == 1)
  }

  @Test func tokensAreChecked() throws {
    var session = try model.makeSession()
    #expect(failure([], &session) == .noTokens)
    #expect(failure([1, 300], &session) == .tokenOutOfRange(token: 300, vocabularySize: 300))
    #expect(failure([-1], &session) == .tokenOutOfRange(token: -1, vocabularySize: 300))
    #expect(session.count == 0)
  }

  @Test(arguments: [0, -1, 65]) func capacityIsChecked(_ capacity: Int) {
    do throws(ModelError) {
      _ = try model.makeSession(capacity: capacity)
      Issue.record("a capacity of \(capacity) passed")
    } catch {
      #expect(error == .invalidCapacity(requested: capacity, limit: 64))
    }
  }

  /// Blocks of any size give what single steps give, to rounding.
  @Test func longPromptsRunInBlocks() throws {
    let tokens = (0..<64).map { Int32($0 * 7 % 300) }
    var whole = try model.makeSession()
    try whole.forward(tokens)
    var parts = try model.makeSession()
    for range in [0..<1, 1..<14, 14..<63, 63..<64] { try parts.forward(Array(tokens[range])) }
    #expect(distance(parts.logits[...], whole.logits[...]) < 1e-5)
  }
}
