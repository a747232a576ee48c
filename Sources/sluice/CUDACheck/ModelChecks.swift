import CPUBackend
import CUDABackend
import Decoding
import Qwen2
import Tensors

/// Logits of whole models on the GPU beside those of the CPU.
struct ModelChecks {
  let device: CUDADevice

  /// Reads a prompt of two sequences at once, in chunks, goes on token by token past the point where attention is split,
  /// takes tokens back, and compares the logits of every step.
  func run(_ directory: String, _ table: inout CheckTable) throws {
    let isFile = directory.hasSuffix(GGUFFile.suffix)
    let file = isFile ? try GGUFFile(path: directory) : nil
    let model = try file.map { try Qwen2Model(gguf: $0) } ?? Qwen2Model(directory: directory)
    let onDevice =
      try file.map { try Qwen2DeviceModel(gguf: $0, model.backend, on: device) }
      ?? Qwen2DeviceModel(directory: directory, model.backend, on: device)
    // Files are told apart by their folders.
    let name = directory.split(separator: "/").dropLast(isFile ? 1 : 0).last.map(String.init) ?? directory
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
    try checkCompany(onDevice, name, &table)
  }

  /// Reads sequences alone and together, their prompts in chunks, in a deterministic batch: the logits must be the same to
  /// the bit.
  private func checkCompany(_ model: Qwen2DeviceModel, _ name: String, _ table: inout CheckTable) throws {
    let prompts = [21, 9, 30]
    let texts = prompts.enumerated().map { number, prompt in
      (0..<min(prompt + 7, model.config.maximumPositions)).map {
        Int32(($0 * 31 + number * 77) % model.config.vocabularySize)
      }
    }
    /// Logits behind each prompt and the tokens that follow it, of the sequences that take part.
    func logits(of taking: Set<Int>, chunk: (Int) -> Int) throws -> [[[Float]]] {
      var sequences = try DeviceSequences(
        model, count: texts.count, capacity: texts.map(\.count).max()!, rows: 40, isDeterministic: true)
      var logits: [[[Float]]] = Array(repeating: [], count: texts.count)
      while taking.contains(where: { sequences.lengths[$0] < texts[$0].count }) {
        var (runs, asked): ([TokenRun], [Int]) = ([], [])
        for number in texts.indices where taking.contains(number) {
          let (begin, prompt) = (sequences.lengths[number], min(prompts[number], texts[number].count))
          if begin == texts[number].count { continue }
          let end = begin < prompt ? min(begin + chunk(number), prompt) : begin + 1
          runs.append(
            sequences.run(
              number, texts[number][begin..<end], kind: begin < prompt ? .prefill : .decode, asks: end >= prompt))
          if end >= prompt { asked.append(number) }
        }
        try sequences.batch.forward(runs)
        for (place, number) in asked.enumerated() { logits[number].append(self.logits(sequences.batch, place)) }
      }
      return logits
    }
    let together = try logits(of: Set(texts.indices)) { [5, 9, 4][$0] }
    var (same, count) = (0, 0)
    for number in texts.indices {
      let alone = try logits(of: [number]) { _ in 13 }[number]
      count += alone.count
      same += zip(alone, together[number]).count { $0.map(\.bitPattern) == $1.map(\.bitPattern) }
    }
    table.note(name + " rows in company", holds: same == count, "\(same) of \(count) the same to the bit")
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
