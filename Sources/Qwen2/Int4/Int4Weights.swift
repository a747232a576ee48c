import CPUBackend
import Tensors

/// The weights of a checkpoint of GPTQ or AWQ. Matrices that are not quantised there stay floats.
struct Int4Weights: WeightSource {
  let checkpoint: Checkpoint
  let layout: Int4Layout
  /// Names the configuration in errors.
  let configuration: String

  func matrix(_ name: String, rows: Int, cols: Int) throws(ModelError) -> WeightMatrix {
    guard checkpoint.contains(name + ".qweight") else {
      return try mapped { () throws(TensorError) in try WeightMatrix(float(name, rows, cols)) }
    }
    let parts = try parts(name, rows: rows, cols: cols)
    let weights: Tensor
    switch layout.method {
    case .gptq:
      weights = try words(name + ".qweight", [cols / 8, rows])
      try checkOrder(name, cols: cols, group: parts.group)
    case .awq: weights = try words(name + ".qweight", [cols, rows / 8])
    }
    let scales = try values(name + ".scales", [cols / parts.group, rows])
    do throws(BackendError) {
      return try pack(weights, parts.zeros, scales, parts.form, rows: rows, cols: cols, group: parts.group)
    } catch {
      throw .backend(error)
    }
  }

  func byteCount(_ name: String, rows: Int, cols: Int) throws(ModelError) -> Int {
    guard checkpoint.contains(name + ".qweight") else {
      return try mapped { () throws(TensorError) in unsafe try float(name, rows, cols).bytes.count }
    }
    return try parts(name, rows: rows, cols: cols).form.bytes(rows: rows, cols: cols)
  }

  private func float(_ name: String, _ rows: Int, _ cols: Int) throws(TensorError) -> Tensor {
    try checkpoint.tensor(name + ".weight", shape: [rows, cols])
  }

  /// The groups of a matrix: their columns, their zeros and the form that holds them.
  private func parts(
    _ name: String, rows: Int, cols: Int
  ) throws(ModelError) -> (group: Int, zeros: [UInt8], form: Quantization) {
    let group = layout.groupSize ?? cols
    guard rows % 8 == 0 else { throw .notDivisible(field: name, value: rows, divisor: "packed rows", by: 8) }
    guard cols % group == 0 else { throw .notDivisible(field: name, value: cols, divisor: "group_size", by: group) }
    let groups = cols / group
    let zeros = unpackZeros(try words(name + ".qzeros", [groups, rows / 8]), groups: groups, rows: rows)
    guard let form = layout.form(group: group, isSymmetric: zeros.allSatisfy { $0 == 8 }) else {
      throw .notDivisible(field: name, value: cols, divisor: "a group", by: Quantization.blockSize)
    }
    return (group, zeros, form)
  }

  func vector(_ name: String, _ count: Int) throws(ModelError) -> WeightVector {
    try mapped { () throws(TensorError) in try WeightVector(checkpoint.tensor(name, shape: [count])) }
  }

  /// Groups of columns that do not lie side by side would need the activations in another order for each matrix.
  private func checkOrder(_ name: String, cols: Int, group: Int) throws(ModelError) {
    guard checkpoint.contains(name + ".g_idx") else { return }
    let order = try words(name + ".g_idx", [cols])
    for column in 0..<cols where unsafe Self.word(order.bytes, column) != UInt32(column / group) {
      throw .unsupported(file: configuration, field: "desc_act", value: "true")
    }
  }

  /// The zeros of all groups, [groups][rows].
  private func unpackZeros(_ tensor: Tensor, groups: Int, rows: Int) -> [UInt8] {
    var zeros = [UInt8](repeating: 0, count: groups * rows)
    for index in 0..<groups * rows / 8 {
      let word = unsafe Self.word(tensor.bytes, index)
      for place in 0..<8 {
        let value = word >> UInt32(4 * place)
        switch layout.method {
        case .gptq(let bias): zeros[index * 8 + place] = UInt8((value + bias) & 15)
        case .awq: zeros[index * 8 + Int4Layout.awqOrder[place]] = UInt8(value & 15)
        }
      }
    }
    return zeros
  }

  private func pack(
    _ weights: Tensor, _ zeros: [UInt8], _ scales: [Float], _ form: Quantization, rows: Int, cols: Int, group: Int
  ) throws(BackendError) -> WeightMatrix {
    var packed = try PackedRows(form, rows: rows, cols: cols)
    let ours = cols / form.groupSize
    var rowScales = [Float](repeating: 0, count: ours)
    var offsets = [Float](repeating: 0, count: ours)
    var q = [UInt8](repeating: 0, count: min(rows, Self.rowsAtOnce) * cols)
    // Rows lie beside each other, so several are taken at a time.
    for first in stride(from: 0, to: rows, by: Self.rowsAtOnce) {
      let count = min(Self.rowsAtOnce, rows - first)
      unsafe unpack(weights.bytes, first..<first + count, rows: rows, cols: cols, into: &q)
      for (place, row) in (first..<first + count).enumerated() {
        for number in 0..<ours {
          let source = number * form.groupSize / group * rows + row
          rowScales[number] = scales[source]
          offsets[number] = -scales[source] * Float(zeros[source])
        }
        let own = q.span.extracting(place * cols..<(place + 1) * cols)
        if form.hasOffsets {
          packed.set(row, q: own, scales: rowScales.span, offsets: offsets.span)
        } else {
          packed.set(row, q: own, scales: rowScales.span)
        }
      }
    }
    return packed.finish()
  }

  private static let rowsAtOnce = 64

  private func unpack(
    _ words: UnsafeRawBufferPointer, _ range: Range<Int>, rows: Int, cols: Int, into q: inout [UInt8]
  ) {
    switch layout.method {
    case .gptq:
      for part in 0..<cols / 8 {
        for row in range {
          let word = unsafe Self.word(words, part * rows + row)
          let start = (row - range.lowerBound) * cols + part * 8
          for place in 0..<8 { q[start + place] = UInt8((word >> UInt32(4 * place)) & 15) }
        }
      }
    case .awq:
      for column in 0..<cols {
        for part in range.lowerBound / 8..<range.upperBound / 8 {
          let word = unsafe Self.word(words, column * (rows / 8) + part)
          for place in 0..<8 {
            let row = part * 8 + Int4Layout.awqOrder[place]
            q[(row - range.lowerBound) * cols + column] = UInt8((word >> UInt32(4 * place)) & 15)
          }
        }
      }
    }
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt32 {
    UInt32(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
  }

  private func words(_ name: String, _ shape: [Int]) throws(ModelError) -> Tensor {
    try mapped { () throws(TensorError) in
      let tensor = try checkpoint.tensor(name, shape: shape)
      guard tensor.type == .i32 else { throw .unsupportedType(tensor: name, type: tensor.type) }
      return tensor
    }
  }

  private func values(_ name: String, _ shape: [Int]) throws(ModelError) -> [Float] {
    try mapped { () throws(TensorError) in try WeightVector(checkpoint.tensor(name, shape: shape)).array }
  }

  private func mapped<Value>(_ body: () throws(TensorError) -> Value) throws(ModelError) -> Value {
    do throws(TensorError) {
      return try body()
    } catch {
      throw .tensors(error)
    }
  }
}
