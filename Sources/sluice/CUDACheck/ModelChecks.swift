import CUDABackend
import Decoding
import Qwen2

/// Logits of whole models on the GPU beside those of the CPU.
struct ModelChecks {
  let device: CUDADevice

  /// Reads a prompt of two sequences at once, in chunks, goes on token by token past the point where attention is split,
  /// takes tokens back, and compares the logits of every step.
  func run(_ directory: String, _ table: inout CheckTable) throws {
    let model = try Qwen2Model(directory: directory)
    let onDevice = try Qwen2DeviceModel(directory: directory, on: device)
    let name = directory.split(separator: "/").last.map(String.init) ?? directory
    var random = Xoshiro256(seed: 7)
    let capacity = min(model.config.maximumPositions, 2 * ModelKernels.splitLength + 80)
    var sequences = try DeviceSequences(onDevice, count: 2, capacity: capacity, rows: 64)
    let batch = sequences.batch
    var first = try model.makeSession(capacity: capacity)
    var second = try model.makeSession(capacity: capacity)
    func tokens(_ count: Int) -> [Int32] {
      (0..<count).map { _ in Int32(random.next() % UInt64(model.config.vocabularySize)) }
    }
    // All but the last few positions are prefilled, so that the steps cross into the last split.
    let lengths = [capacity - 40, (capacity - 40) / 3]
    let prompts = lengths.map(tokens)
    try first.forward(prompts[0])
    try second.forward(prompts[1])
    var places = [0, 0]
    while places != lengths {
      var runs: [TokenRun] = []
      var asked: [Int] = []
      for sequence in 0..<2 where places[sequence] < lengths[sequence] {
        let end = min(places[sequence] + (sequence == 0 ? 45 : 19), lengths[sequence])
        let asks = end == lengths[sequence]
        runs.append(sequences.run(sequence, prompts[sequence][places[sequence]..<end], asks: asks))
        if asks { asked.append(sequence) }
        places[sequence] = end
      }
      try batch.forward(runs)
      for (place, sequence) in asked.enumerated() {
        let expected = sequence == 0 ? first.logits : second.logits
        note(name + " prompt of \(lengths[sequence])", logits(batch, place), expected, onDevice, &table)
      }
    }
    // Steps differ in how far they amplify what roundings leave: the limit is for all of them together.
    var (found, expected): ([Float], [Float]) = ([], [])
    for step in 0..<36 {
      if step == 20 {
        first.truncate(to: first.count - 7)
        sequences.truncate(0, to: sequences.lengths[0] - 7)
      }
      let next = tokens(2)
      try first.forward([next[0]])
      try second.forward([next[1]])
      try batch.forward((0..<2).map { sequences.run($0, [next[$0]], asks: true) })
      found += logits(batch, 0) + logits(batch, 1)
      expected += first.logits + second.logits
    }
    note(name + " 36 steps of two", found, expected, onDevice, &table)
  }

  private func note(
    _ name: String, _ found: [Float], _ expected: [Float], _ model: Qwen2DeviceModel, _ table: inout CheckTable
  ) {
    table.note(name, Self.error(found, expected), limit: Self.limit(model.element))
  }

  private func logits(_ batch: Qwen2DeviceBatch, _ place: Int) -> [Float] {
    var copy: [Float] = []
    batch.withLogits(place) { row in copy = row.indices.map { row[$0] } }
    return copy
  }

  private static func error(_ found: [Float], _ expected: [Float]) -> Double {
    KernelChecks.error(found, expected.map(Double.init))
  }

  /// The CPU keeps activations in f32; here they are rounded to the element type before each product. f32 shows that both
  /// compute the same; bf16 has three bits fewer than f16, so its errors are eight times as large.
  private static func limit(_ element: DeviceElement) -> Double {
    switch element {
    case .f32: 2e-5
    case .f16: 1e-2
    case .bf16: 8e-2
    }
  }
}
