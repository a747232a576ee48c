import CPUBackend
import Testing

@testable import Qwen2

/// Several sequences at once.
@Suite struct BatchTests {
  static let cases = Fixture.all.flatMap { fixture in
    InstructionSet.allCases.filter { $0 <= .best }.flatMap { isa in [1, 3].map { (fixture, isa, $0) } }
  }

  /// A sequence's tokens: a prompt, then tokens that are sampled but for some that are forced.
  private static func rows(_ tokens: [Int32], prompt: Int) -> [TokenRow] {
    tokens.enumerated().map { place, token in
      TokenRow(
        token: token, kind: place < prompt || place % 5 == 4 ? .prefill : .decode, wantsLogits: place >= prompt - 1)
    }
  }

  /// Logits that the sequences' rows ask for when their steps take as many rows of each as `chunk` says.
  private static func logits(
    _ model: Qwen2Model, _ sequences: [[TokenRow]], chunk: (_ step: Int, _ sequence: Int) -> Int
  ) throws -> [[[Float]]] {
    let pagesEach = KVPages.pages(for: sequences.map(\.count).max()!)
    let batch = try model.makeBatch(pages: sequences.count * pagesEach, rows: 40)
    var read = Array(repeating: 0, count: sequences.count)
    var logits: [[[Float]]] = Array(repeating: [], count: sequences.count)
    var step = 0
    while read != sequences.map(\.count) {
      var runs: [TokenRun] = []
      var asked: [Int] = []
      for (number, rows) in sequences.enumerated() {
        let end = min(read[number] + chunk(step, number), rows.count)
        if end == read[number] { continue }
        // Their pages lie between those of the others, and backwards.
        let pages = (0..<pagesEach).reversed().map { PageID(UInt32($0 * sequences.count + number)) }
        let part = Array(rows[read[number]..<end])
        runs.append(TokenRun(rows: part, first: read[number], pages: pages))
        asked += part.filter(\.wantsLogits).map { _ in number }
        read[number] = end
      }
      step += 1
      if runs.isEmpty { continue }
      try batch.forward(runs)
      for (place, number) in asked.enumerated() {
        batch.withLogits(place) { row in logits[number].append(row.indices.map { row[$0] }) }
      }
    }
    return logits
  }

  @Test(arguments: cases)
  func aRowDoesNotDependOnItsCompany(_ fixture: Fixture, _ instructionSet: InstructionSet, _ threads: Int) throws {
    let backend = try CPUBackend(threads: threads, instructionSet: instructionSet)
    let model = try Qwen2Model(directory: fixture.directory, backend: backend)
    let size = model.config.vocabularySize
    let sequences = (0..<5).map { number in
      Self.rows((0..<41 - 3 * number).map { Int32(($0 * 31 + number * 77) % size) }, prompt: 3 + 5 * number)
    }
    let alone = try sequences.map { try Self.logits(model, [$0]) { _, _ in 1 }[0] }
    let together = try Self.logits(model, sequences) { step, number in (step * 7 + number * 3) % 8 }
    #expect(together == alone)
  }

  /// Keys and values in bf16 move the logits a little.
  @Test(arguments: Fixture.all) func halfPrecisionIsNear(_ fixture: Fixture) throws {
    let (tokens, expected) = try fixture.expected()
    let model = try Qwen2Model(directory: fixture.directory, threads: 2)
    var session = try model.makeSession(cache: .bf16)
    let logits = try session.forwardAll(tokens)
    let error = distance(logits[...], expected[...])
    #expect(error < 1e-2)
    #expect(error > 0)
  }

  @Test func tokensAreChecked() throws {
    let model = try Qwen2Model(directory: Fixture.all[0].directory, threads: 1)
    let batch = try model.makeBatch(pages: 1, rows: 4)
    func failure(_ rows: [TokenRow]) -> ModelError? {
      do throws(ModelError) {
        try batch.forward([TokenRun(rows: rows, first: 0, pages: [PageID(0)])])
        return nil
      } catch {
        return error
      }
    }
    #expect(failure([]) == .noTokens)
    for token: Int32 in [-1, 300] {
      #expect(
        failure([TokenRow(token: token, kind: .prefill, wantsLogits: false)])
          == .tokenOutOfRange(token: token, vocabularySize: 300))
    }
  }
}
