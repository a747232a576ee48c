import CPUBackend
import Tensors

/// Numbers that look random and are the same in every run, about within -1...1.
func noise(_ count: Int, seed: UInt64) -> [Float] {
  var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
  }
}

/// A matrix in a float type, from a file of its own.
func tensor(_ type: ElementType, _ values: [Float], rows: Int, cols: Int) throws -> Tensor {
  let bytes = values.flatMap { value -> [UInt8] in
    switch type {
    case .f32: unsafe withUnsafeBytes(of: value.bitPattern.littleEndian) { unsafe Array($0) }
    case .bf16: unsafe withUnsafeBytes(of: UInt16(value.bitPattern >> 16).littleEndian) { unsafe Array($0) }
    case .f16: unsafe withUnsafeBytes(of: half(value).littleEndian) { unsafe Array($0) }
    default: preconditionFailure("no float type")
    }
  }
  let directory = try ScratchDirectory()
  let entry = #"{"dtype":"\#(type.rawValue)","shape":[\#(rows),\#(cols)],"data_offsets":[0,\#(bytes.count)]}"#
  try directory.write("matrix.safetensors", safetensors(header: #"{"matrix":\#(entry)}"#, data: bytes))
  return try SafetensorsFile(path: directory.path + "/matrix.safetensors").tensor("matrix")!
}

/// f16 of a number within 2^-14 and 2^15 in size, the rest of its bits cut off.
private func half(_ value: Float) -> UInt16 {
  let bits = value.bitPattern
  let exponent = Int(bits >> 23 & 0xFF) - 112
  guard exponent > 0 else { return UInt16(bits >> 16 & 0x8000) }
  return UInt16(bits >> 16 & 0x8000) | UInt16(exponent) << 10 | UInt16(bits >> 13 & 0x3FF)
}

/// A matrix from random parts, and the weights that these mean.
func packed(_ form: Quantization, rows: Int, cols: Int, seed: UInt64) throws -> (WeightMatrix, [Float]) {
  var packing = try PackedRows(form, rows: rows, cols: cols)
  var weights: [Float] = []
  let groups = cols / form.groupSize
  for row in 0..<rows {
    let q = noise(cols, seed: seed + UInt64(row)).map { UInt8(($0 + 1) / 2 * (form.element == .int8 ? 255 : 15)) }
    // Multiples of 1/1024 are numbers of f16.
    let scales = noise(groups, seed: seed + 1000 + UInt64(row)).map { ($0 * 64).rounded() / 1024 }
    let offsets = noise(groups, seed: seed + 2000 + UInt64(row)).map { ($0 * 900).rounded() / 1024 }
    if form.hasOffsets {
      packing.set(row, q: q.span, scales: scales.span, offsets: offsets.span)
    } else {
      packing.set(row, q: q.span, scales: scales.span)
    }
    for (col, value) in q.enumerated() {
      let group = col / form.groupSize
      let middle: Float = form.element == .int8 ? 128 : 8
      weights.append(
        form.hasOffsets
          ? Float(value) * scales[group] + offsets[group] : (Float(value) - middle) * scales[group])
    }
  }
  return (packing.finish(), weights)
}

extension CPUBackend {
  /// out [tokens][rows] = W x + bias.
  func product(_ matrix: WeightMatrix, _ x: [Float], _ kind: ProductKind, bias: WeightVector? = nil) -> [Float] {
    let tokens = x.count / matrix.cols
    var out = [Float](repeating: .nan, count: tokens * matrix.rows)
    unsafe out.withUnsafeMutableBufferPointer { out in
      unsafe multiply(x, tokens: tokens, kind, Output(matrix, bias: bias, to: out.baseAddress!, stride: matrix.rows))
    }
    return out
  }
}
