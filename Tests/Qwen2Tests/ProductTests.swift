import CPUBackend
import Tensors
import Testing

/// Products with matrices of every type, on every instruction set that this machine has.
@Suite struct ProductTests {
  static let instructionSets = InstructionSet.allCases.filter { $0 <= .best }
  static let forms: [Quantization] = [
    .init(.int8, groupSize: 32, scaleType: .f16, hasOffsets: false),
    .init(.int8, groupSize: 64, scaleType: .f32, hasOffsets: true),
    .init(.int4, groupSize: 32, scaleType: .f16, hasOffsets: false),
    .init(.int4, groupSize: 32, scaleType: .f32, hasOffsets: true),
    .init(.int4, groupSize: 96, scaleType: .f16, hasOffsets: true),
  ]
  static let floats: [ElementType] = [.f32, .bf16, .f16]

  private static func expected(_ weights: [Float], _ x: [Float], cols: Int) -> [Float] {
    let (rows, tokens) = (weights.count / cols, x.count / cols)
    return (0..<tokens * rows).map { place in
      let (token, row) = (place / rows, place % rows)
      var sum = 0.0
      for col in 0..<cols { sum += Double(weights[row * cols + col]) * Double(x[token * cols + col]) }
      return Float(sum)
    }
  }

  @Test(arguments: instructionSets, forms)
  func quantised(_ isa: InstructionSet, _ form: Quantization) throws {
    let backend = try CPUBackend(threads: 2, instructionSet: isa)
    for (rows, cols) in [(16, 192), (85, 576)] {
      let (matrix, weights) = try packed(form, rows: rows, cols: cols, seed: 3)
      for row in [0, rows - 1] {
        var widened = [Float](repeating: 0, count: cols)
        unsafe backend.widen(row: row, of: matrix, to: &widened)
        for col in 0..<cols { #expect(abs(widened[col] - weights[row * cols + col]) < 1e-6) }
      }
      for kind in CPUBackend.ProductKind.allCases {
        for tokens in [1, 3, 15] {
          let x = noise(tokens * cols, seed: UInt64(tokens))
          let out = backend.product(matrix, x, kind)
          let error = distance(out[...], Self.expected(weights, x, cols: cols)[...])
          #expect(error < (kind == .decode ? 1e-4 : 5e-3), "\(kind), \(rows) rows, \(tokens) tokens")
        }
      }
    }
  }

  @Test(arguments: instructionSets, floats)
  func floatTypes(_ isa: InstructionSet, _ type: ElementType) throws {
    let backend = try CPUBackend(threads: 2, instructionSet: isa)
    for (rows, cols) in [(16, 64), (85, 201), (21, 1050)] {
      // Numbers of every type.
      let weights = noise(rows * cols, seed: 5).map { ($0 * 127).rounded() / 128 }
      let matrix = try WeightMatrix(tensor(type, weights, rows: rows, cols: cols))
      for kind in CPUBackend.ProductKind.allCases {
        for tokens in [1, 3, 15, 33] {
          let x = noise(tokens * cols, seed: UInt64(tokens))
          let out = backend.product(matrix, x, kind)
          #expect(distance(out[...], Self.expected(weights, x, cols: cols)[...]) < 1e-5)
        }
      }
    }
  }

  /// What a row of activations gives does not depend on the rows beside it.
  @Test(arguments: instructionSets, CPUBackend.ProductKind.allCases)
  func aRowAloneIsARowAmongOthers(_ isa: InstructionSet, _ kind: CPUBackend.ProductKind) throws {
    let backend = try CPUBackend(threads: 2, instructionSet: isa)
    // The second in more blocks of columns and of tokens than one; no group of a quantised matrix divides its columns.
    for (rows, cols, most) in [(37, 192, 70), (21, 1050, 150)] {
      let weights = noise(rows * cols, seed: 7)
      var matrices: [(String, WeightMatrix)] = []
      for type in Self.floats {
        matrices.append((type.rawValue, try WeightMatrix(tensor(type, weights, rows: rows, cols: cols))))
      }
      for form in Self.forms where cols % form.groupSize == 0 {
        matrices.append(("\(form)", try packed(form, rows: rows, cols: cols, seed: 9).0))
      }
      let bias = try WeightVector(tensor(.f32, noise(rows, seed: 11), rows: 1, cols: rows))
      let x = noise(most * cols, seed: 13)
      for (name, matrix) in matrices {
        let alone = (0..<most).map { token in
          backend.product(matrix, Array(x[token * cols..<(token + 1) * cols]), kind, bias: bias).map(\.bitPattern)
        }
        for (first, count) in [(0, 2), (1, 3), (5, 4), (0, 7), (9, 8), (3, 16), (50, 17), (1, 33), (0, 64), (0, most)] {
          let out = backend.product(matrix, Array(x[first * cols..<(first + count) * cols]), kind, bias: bias)
          for token in 0..<count {
            let row = out[token * rows..<(token + 1) * rows].map(\.bitPattern)
            #expect(row == alone[first + token], "\(name): token \(token) of \(count)")
          }
        }
      }
    }
  }

  /// Rows of both kinds may be in one product where a matrix says so.
  @Test(arguments: instructionSets) func kindsThatAgreeGiveTheSameBits(_ isa: InstructionSet) throws {
    let (rows, cols) = (37, 192)
    let backend = try CPUBackend(threads: 2, instructionSet: isa)
    let weights = noise(rows * cols, seed: 7)
    var matrices = try Self.floats.map { try WeightMatrix(tensor($0, weights, rows: rows, cols: cols)) }
    matrices += try Self.forms.map { try packed($0, rows: rows, cols: cols, seed: 9).0 }
    // Tiles multiply bf16 for both; without them, quantised weights stay what they are for both.
    let agreeing = matrices.filter { backend.kindsAgree(for: $0) }.count
    #expect(agreeing == (isa == .amx ? 1 : Self.forms.count))
    for matrix in matrices where backend.kindsAgree(for: matrix) {
      for tokens in [1, 2, 9, 33, 70] {
        let x = noise(tokens * cols, seed: UInt64(tokens))
        let kinds = CPUBackend.ProductKind.allCases.map { backend.product(matrix, x, $0).map(\.bitPattern) }
        #expect(kinds[0] == kinds[1])
      }
    }
  }

  /// Activations that are no numbers show in their own row alone.
  @Test(arguments: instructionSets) func strangeActivationsStayInTheirRow(_ isa: InstructionSet) throws {
    let backend = try CPUBackend(threads: 1, instructionSet: isa)
    let (matrix, weights) = try packed(Self.forms[0], rows: 16, cols: 64, seed: 1)
    var x = noise(4 * 64, seed: 2)
    x[3] = .nan
    x[64 + 40] = -.infinity
    for col in 128..<192 { x[col] = 0 }
    let out = backend.product(matrix, x, .decode)
    #expect(out[..<32].allSatisfy { !$0.isFinite })
    #expect(out[32..<48].allSatisfy { $0 == 0 })
    #expect(distance(out[48...], Self.expected(weights, Array(x[192...]), cols: 64)[...]) < 1e-4)
  }
}
