import CPUBackend
import CUDABackend
import Decoding
import JSON
import Masking
import Qwen2
import Schema
import Tokenizer

/// Speed of a shape with random weights, every token drawn under the mask of a schema.
struct SpeedChecks {
  let device: CUDADevice
  let vocabulary: MaskingVocabulary
  /// Bytes per second that the GPU's memory gives, as a copy shows it.
  private let bandwidth: Double

  private static let promptTokens = 64
  private static let warmUp = 8
  private static let steps = 96

  init(_ device: CUDADevice, _ vocabulary: MaskingVocabulary, _ table: inout CheckTable) throws {
    self.device = device
    self.vocabulary = vocabulary
    bandwidth = try BandwidthProbe(bytes: 2 << 30, on: device).copyRate()
    table.tell("memory", "\(CheckTable.short(bandwidth / 1e9)) GB/s copied")
  }

  /// - Parameter rounding: the type of the weights, nil for bf16.
  func run(
    _ shape: Qwen2Config.Shape, rounding: Quantization.Element?, batches: [Int], _ table: inout CheckTable
  ) throws {
    let model = try Qwen2DeviceModel(random: Qwen2Config(shape), .bf16, rounding: rounding, on: device)
    let gigabytes = Double(model.bytesPerStep) / 1e9
    let name = "\(shape.rawValue) \(rounding?.rawValue ?? "bf16")"
    table.tell(name, "\(CheckTable.short(gigabytes)) GB read a step")
    try prefill(model, name, &table)
    for count in batches {
      let bare = try decode(model, count, constraint: nil)
      let masked = try decode(model, count, constraint: try constraint())
      table.tell(
        "\(name) batch \(count)",
        "\(CheckTable.short(Double(count) / masked.seconds)) tokens/s, \(CheckTable.short(masked.seconds * 1e3)) ms a step"
          + " (\(CheckTable.short(bare.seconds * 1e3)) with one mask that allows all),"
          + " \(masked.uploads) masks uploaded, \(CheckTable.short(masked.masks * 1e3)) ms of masks a step")
      guard count == 1 else { continue }
      tell(masked.profile, &table)
      let share = Double(model.bytesPerStep) / masked.seconds / bandwidth
      let words = "\(name) batch 1, share of the bandwidth"
      if shape == .seven, rounding == nil {
        table.note(words, holds: share >= 0.8, "\(CheckTable.short(share)) of at least 0.8")
      } else {
        table.tell(words, CheckTable.short(share))
      }
    }
  }

  private func prefill(_ model: Qwen2DeviceModel, _ name: String, _ table: inout CheckTable) throws {
    let count = 512
    var sequences = try DeviceSequences(model, count: 1, capacity: count, rows: count)
    var best = Double.infinity
    for _ in 0..<4 {
      sequences.truncate(0, to: 0)
      let began = ContinuousClock.now
      try sequences.batch.enqueue([sequences.run(0, (0..<count).map { Int32(1000 + $0) }, asks: true)])
      try sequences.batch.synchronize()
      best = min(best, (ContinuousClock.now - began) / .seconds(1))
    }
    table.tell("\(name) prefill of \(count)", "\(CheckTable.short(Double(count) / best)) tokens/s")
  }

  private func tell(_ profile: [(name: String, seconds: Double)], _ table: inout CheckTable) {
    for (name, seconds) in profile { table.tell("  " + name, "\(CheckTable.short(seconds * 1e6)) us") }
  }

  private struct Outcome {
    /// Parts of a step with the time that they take alone.
    var profile: [(name: String, seconds: Double)] = []
    var seconds = 0.0
    var masks = 0.0
    var uploads = 0
  }

  /// Seconds of a step. The GPU runs the layers while the masks are made; the draw waits for both.
  private func decode(_ model: Qwen2DeviceModel, _ count: Int, constraint: Constraint?) throws -> Outcome {
    var sequences = try DeviceSequences(
      model, count: count, capacity: Self.promptTokens + Self.warmUp + Self.steps + 1,
      rows: max(count, Self.promptTokens), maskWords: vocabulary.size / 32 + 1)
    let batch = sequences.batch
    var all = TokenBitmask(vocabularySize: vocabulary.size)
    for token in 0..<vocabulary.size { all[TokenID(token)] = true }
    var matchers = try (0..<count).map { _ in try constraint.map { try Matcher($0) } }
    var random = Xoshiro256(seed: 5)
    var tokens: [Int32] = []
    for sequence in 0..<count {
      let prompt = (0..<Self.promptTokens).map { _ in Int32(random.next() % UInt64(vocabulary.size)) }
      try batch.forward([sequences.run(sequence, prompt, asks: true)])
      tokens.append(prompt.last!)
    }
    var outcome = Outcome()
    let clock = ContinuousClock()
    var began = clock.now
    for step in 0..<Self.warmUp + Self.steps {
      if step == Self.warmUp {
        began = clock.now
        outcome = Outcome()
      }
      try batch.enqueue(tokens.indices.map { sequences.run($0, [tokens[$0]], asks: true) })
      let asked = clock.now
      var masks: [TokenBitmask] = []
      for index in matchers.indices { masks.append(try matchers[index]?.mask() ?? all) }
      outcome.masks += (clock.now - asked) / .seconds(1)
      let draws = masks.enumerated().map { row, mask in
        (
          place: row,
          draw: TokenDraw(
            SamplerRow(SamplingParameters(), unit: random.unit()), mask: mask.words, biases: [], history: [],
            wantsMaskedMass: constraint != nil)
        )
      }
      _ = try batch.enqueue(draws)
      try batch.synchronize()
      for index in matchers.indices {
        guard let token = batch.token(index) else { throw SamplingError.nothingAllowed }
        tokens[index] = Int32(token)
        guard var matcher = matchers[index], let constraint else { continue }
        // A document that ends is followed by another, as a server's next request would be.
        if vocabulary.endTokens.contains(TokenID(token)) {
          matcher = try Matcher(constraint)
        } else {
          try matcher.accept(TokenID(token))
        }
        matchers[index] = matcher
      }
    }
    outcome.seconds = (clock.now - began) / .seconds(1) / Double(Self.steps)
    outcome.masks /= Double(Self.steps)
    outcome.uploads = batch.maskUploads
    let (parts, head) = try batch.profile(rows: count, positions: sequences.lengths.max()!)
    outcome.profile = parts.map { ($0.part.rawValue, $0.seconds) } + [("head", head)]
    return outcome
  }

  /// An order with its items: strings, numbers, an enum, a list of objects.
  private func constraint() throws -> Constraint {
    let schema = try JSONParser.parse(
      """
      {"type":"object","properties":{"customer":{"type":"string"},"date":{"type":"string","format":"date"},
      "status":{"enum":["open","paid","shipped","returned"]},"total":{"type":"number"},
      "items":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},
      "count":{"type":"integer","minimum":1},"price":{"type":"number","minimum":0}},
      "required":["name","count","price"],"additionalProperties":false}}},
      "required":["customer","date","status","total","items"],"additionalProperties":false}
      """)
    return try Constraint(schema: schema, vocabulary: vocabulary)
  }
}
