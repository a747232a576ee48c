import CUDABackend
import Decoding
import Tokenizer

/// Draws of the fused sampler beside those of the CPU's sampler, from the same logits and random numbers.
struct SamplerChecks {
  let device: CUDADevice
  private static let rows = 64

  func run(draws: Int, vocabularySize: Int, _ table: inout CheckTable) throws {
    var random = Xoshiro256(seed: 3)
    let words = vocabularySize / 32 + 1
    let sampler = try DeviceSampler(
      vocabularySize: vocabularySize, maskWords: words, rows: Self.rows, entries: Self.rows * 64, masks: Self.rows,
      on: device)
    let logits = try DeviceBuffer(bytes: Self.rows * vocabularySize * 4, on: device)
    var (different, drawn) = (0, 0)
    while drawn < draws {
      var all: [Float] = []
      all.reserveCapacity(Self.rows * vocabularySize)
      var cases: [Case] = []
      sampler.pool.beginStep()
      var entry = 0
      for row in 0..<Self.rows {
        let item = Case(&random, vocabularySize: vocabularySize, words: words, seed: UInt64(drawn + row))
        all += item.logits
        var parameters = item.row
        parameters.mask = Int32(try sampler.pool.slot(of: item.mask))
        entry = sampler.set(row, parameters, biases: item.biases, history: item.history, firstEntry: entry)
        cases.append(item)
      }
      try logits.write(all)
      try sampler.enqueue(logits, count: Self.rows, entries: entry)
      try device.synchronize()
      for (row, item) in cases.enumerated() where try sampler.token(row) != item.expected() { different += 1 }
      drawn += Self.rows
    }
    table.note(
      "draws from \(vocabularySize) tokens", holds: different == 0, "\(different) of \(drawn) differ from the CPU's")
  }

  /// A draw with everything that it depends on.
  private struct Case {
    let logits: [Float]
    let mask: ContiguousArray<UInt32>
    let parameters: SamplingParameters
    let history: [SamplerEntry]

    init(_ random: inout Xoshiro256, vocabularySize: Int, words: Int, seed: UInt64) {
      func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
      // Few distinct values make ties; a sharp distribution makes cuts that matter.
      let kind = below(4)
      var logits = (0..<vocabularySize).map { _ in
        let unit = Float(random.unit())
        return kind == 0 ? Float(Int(unit * 12)) : kind == 1 ? (unit - 0.5) * 40 : (unit * unit * unit) * 15
      }
      for value in [Float.infinity, -.infinity, .nan] where below(12) == 0 {
        for _ in 0..<3 { logits[below(vocabularySize)] = value }
      }
      self.logits = logits
      let density = below(5)
      mask = ContiguousArray(
        (0..<words).map { word in
          var bits: UInt32
          switch density {
          case 0: bits = UInt32.max
          case 1: bits = UInt32(truncatingIfNeeded: random.next())
          case 2: bits = below(8) == 0 ? UInt32(truncatingIfNeeded: random.next() & random.next()) : 0
          case 3: bits = word == words / 3 ? 1 << UInt32(below(32)) : 0
          default: bits = below(2) == 0 ? 0 : UInt32.max
          }
          let rest = vocabularySize - word * 32
          if rest < 32 { bits &= (1 << UInt32(max(rest, 0))) - 1 }
          return bits
        })
      var parameters = SamplingParameters(seed: seed)
      parameters.temperature = [0, 0.3, 1, 1.7][below(4)]
      if below(3) == 0 { parameters.topK = 1 + below(60) }
      if below(3) == 0 { parameters.topP = [0.1, 0.5, 0.9, 0.99][below(4)] }
      if below(4) == 0 { parameters.minP = [0.01, 0.1][below(2)] }
      if below(3) == 0 { parameters.repetitionPenalty = 1.3 }
      if below(4) == 0 { (parameters.presencePenalty, parameters.frequencyPenalty) = (0.5, 0.25) }
      if below(4) == 0 {
        for _ in 0..<6 { parameters.logitBias[TokenID(below(vocabularySize))] = Double(below(9)) - 4 }
      }
      self.parameters = parameters
      var history: [Int32: Float] = [:]
      for _ in 0..<below(24) { history[Int32(below(vocabularySize)), default: 0] = Float(below(4)) }
      self.history = history.map { SamplerEntry(token: $0.key, value: $0.value) }
    }

    var biases: [SamplerEntry] {
      parameters.logitBias.map { SamplerEntry(token: Int32($0.key.index), value: Float($0.value)) }
    }

    var row: SamplerRow {
      var random = Xoshiro256(seed: parameters.seed!)
      return SamplerRow(parameters, unit: random.unit())
    }

    /// What the CPU's sampler takes, nil where nothing is allowed.
    func expected() throws -> Int? {
      var sampler = try Sampler(parameters, vocabularySize: logits.count)
      for entry in history {
        sampler.notePrompt([TokenID(Int(entry.token))])
        for _ in 0..<Int(entry.value) { sampler.note(TokenID(Int(entry.token))) }
      }
      do throws(SamplingError) {
        return try sampler.sample(logits.span, allowed: mask.span).index
      } catch .nothingAllowed {
        return nil
      }
    }
  }
}
