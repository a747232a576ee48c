import CPUBackend
import Tensors
import Testing

/// Rounding of float matrices.
@Suite struct QuantizingTests {
  static let forms: [Quantization] = [
    .init(.int8, groupSize: 32, scaleType: .f16, hasOffsets: false),
    .init(.int8, groupSize: 64, scaleType: .f32, hasOffsets: true),
    .init(.int4, groupSize: 32, scaleType: .f16, hasOffsets: true),
    .init(.int4, groupSize: 64, scaleType: .f32, hasOffsets: false),
  ]

  private func rounded(_ weights: [Float], _ form: Quantization, rows: Int, cols: Int) throws -> [Float] {
    let backend = try CPUBackend(threads: 2)
    let matrix = try backend.quantize(try tensor(.f32, weights, rows: rows, cols: cols), to: form)
    #expect(matrix.quantization == form)
    #expect(matrix.byteCount == form.bytes(rows: rows, cols: cols))
    var all: [Float] = []
    for row in 0..<rows {
      var widened = [Float](repeating: 0, count: cols)
      unsafe backend.widen(row: row, of: matrix, to: &widened)
      all += widened
    }
    return all
  }

  /// No weight is further off than half a step of its group, and what rounding the scale adds.
  @Test(arguments: forms) func staysWithinHalfAStep(_ form: Quantization) throws {
    let (rows, cols) = (35, 192)
    let weights = noise(rows * cols, seed: 17)
    let result = try rounded(weights, form, rows: rows, cols: cols)
    for start in stride(from: 0, to: weights.count, by: form.groupSize) {
      let group = weights[start..<start + form.groupSize]
      let step: Float =
        switch (form.element, form.hasOffsets) {
        case (.int8, false): group.map { abs($0) }.max()! / 127
        case (.int8, true): (group.max()! - group.min()!) / 255
        // The largest weight has no counterpart on the other side.
        case (.int4, false): group.map { abs($0) }.max()! / 8 * 2
        // The ends may be cut off by up to a step, for what lies between.
        case (.int4, true): (group.max()! - group.min()!) / 15 * 2
        }
      for place in group.indices { #expect(abs(result[place] - weights[place]) <= step * 0.51 + 0.001) }
    }
  }

  @Test(arguments: forms) func zerosStayZero(_ form: Quantization) throws {
    let result = try rounded(Array(repeating: 0, count: 16 * 192), form, rows: 16, cols: 192)
    #expect(result.allSatisfy { $0 == 0 })
  }

  /// Weights that a form has come back as they are.
  @Test func exactWeightsStay() throws {
    let weights = noise(32 * 64, seed: 19).enumerated().map { place, value in
      place % 32 == 0 ? Float(127) / 64 : (value * 127).rounded() / 64
    }
    let form = Quantization(.int8, groupSize: 32, scaleType: .f16, hasOffsets: false)
    #expect(try rounded(weights, form, rows: 32, cols: 64) == weights)
  }
}
