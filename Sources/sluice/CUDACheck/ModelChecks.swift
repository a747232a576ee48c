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
    let batch = try Qwen2DeviceBatch(onDevice, sequences: 2, capacity: capacity, rows: 64)
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
      var rows: [Qwen2DeviceBatch.Row] = []
      for sequence in 0..<2 {
        let end = min(places[sequence] + (sequence == 0 ? 45 : 19), lengths[sequence])
        for place in places[sequence]..<end {
          rows.append(
            .init(token: prompts[sequence][place], sequence: sequence, wantsLogits: place == lengths[sequence] - 1))
        }
        places[sequence] = end
      }
      try batch.forward(rows)
      try device.synchronize()
      for (place, row) in rows.filter(\.wantsLogits).enumerated() {
        let expected = row.sequence == 0 ? first.logits : second.logits
        note(
          name + " prompt of \(lengths[row.sequence])", try logits(batch, place), expected, onDevice, &table)
      }
    }
    var worst = 0.0
    for step in 0..<36 {
      if step == 20 {
        first.truncate(to: first.count - 7)
        batch.truncate(0, to: batch.lengths[0] - 7)
      }
      let next = tokens(2)
      try first.forward([next[0]])
      try second.forward([next[1]])
      try batch.forward((0..<2).map { .init(token: next[$0], sequence: $0, wantsLogits: true) })
      try device.synchronize()
      worst = max(
        worst, Self.error(try logits(batch, 0), first.logits), Self.error(try logits(batch, 1), second.logits))
    }
    table.note(name + " 36 steps of two", worst, limit: Self.limit(onDevice.element))
  }

  private func note(
    _ name: String, _ found: [Float], _ expected: [Float], _ model: Qwen2DeviceModel, _ table: inout CheckTable
  ) {
    table.note(name, Self.error(found, expected), limit: Self.limit(model.element))
  }

  private func logits(_ batch: Qwen2DeviceBatch, _ row: Int) throws -> [Float] {
    let width = batch.model.config.vocabularySize
    return try batch.logits.read(Float.self, count: width, at: row * width * 4)
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
