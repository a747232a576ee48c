import CPUBackend
import Qwen2

/// Sequences with pages of their own in a batch on a GPU.
struct DeviceSequences {
  let batch: Qwen2DeviceBatch
  /// Tokens of each so far.
  private(set) var lengths: [Int]
  private let pagesEach: Int

  /// - Parameters:
  ///   - capacity: most tokens of each.
  ///   - rows: most rows of a step.
  ///   - maskWords: of the masks under which tokens are drawn.
  init(
    _ model: Qwen2DeviceModel, count: Int, capacity: Int, rows: Int, maskWords: Int = 1, isDeterministic: Bool = false
  ) throws(ModelError) {
    pagesEach = KVPages.pages(for: capacity)
    batch = try Qwen2DeviceBatch(
      model,
      BatchSize(
        pages: count * pagesEach, rows: rows, decodes: count, maskWords: maskWords, isDeterministic: isDeterministic))
    lengths = Array(repeating: 0, count: count)
  }

  /// The next tokens of a sequence, which has them from now on.
  ///
  /// - Parameter asks: whether the logits behind the last one are wanted.
  mutating func run(
    _ sequence: Int, _ tokens: some Collection<Int32>, kind: CPUBackend.ProductKind? = nil, asks: Bool
  ) -> TokenRun {
    defer { lengths[sequence] += tokens.count }
    let kind = kind ?? (tokens.count == 1 ? .decode : .prefill)
    let rows = tokens.enumerated().map { place, token in
      TokenRow(token: token, kind: kind, wantsLogits: asks && place == tokens.count - 1)
    }
    let pages = (0..<pagesEach).map { PageID(UInt32(sequence * pagesEach + $0)) }
    return TokenRun(rows: rows, first: lengths[sequence], pages: pages)
  }

  /// Takes back all tokens of a sequence after the first `length`.
  mutating func truncate(_ sequence: Int, to length: Int) { lengths[sequence] = length }
}
