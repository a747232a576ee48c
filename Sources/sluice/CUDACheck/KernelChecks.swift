import CPUBackend
import CUDABackend
import Decoding
import Qwen2

/// Products on the GPU beside the same in double precision.
struct KernelChecks {
  let device: CUDADevice
  private var random = Xoshiro256(seed: 1)

  init(_ device: CUDADevice) { self.device = device }

  /// Relative error of the norm that rounding once to an element type may leave, and that of sums in f32.
  private static func rounding(_ element: DeviceElement) -> Double {
    switch element {
    case .bf16: 4e-3
    case .f16: 5e-4
    case .f32: 1e-5
    }
  }

  private mutating func values(_ count: Int, _ element: DeviceElement) -> (bytes: [UInt8], exact: [Float]) {
    let bytes = element.encode((0..<count).map { _ in Float(random.unit() * 2 - 1) })
    return (bytes, element.decode(bytes))
  }

  static func error(_ found: [Float], _ expected: [Double]) -> Double {
    var (difference, size) = (0.0, 0.0)
    for (x, y) in zip(found, expected) {
      difference += (Double(x) - y) * (Double(x) - y)
      size += y * y
    }
    return found.count == expected.count ? (difference / size).squareRoot() : .nan
  }

  /// x Wᵀ in double precision.
  private static func product(_ x: [Float], _ weights: [Float], count: Int, outputs: Int, inputs: Int) -> [Double] {
    var out: [Double] = []
    for row in 0..<count {
      for output in 0..<outputs {
        var sum = 0.0
        for i in 0..<inputs { sum += Double(x[row * inputs + i]) * Double(weights[output * inputs + i]) }
        out.append(sum)
      }
    }
    return out
  }

  mutating func run(_ table: inout CheckTable) throws {
    for element in DeviceElement.allCases {
      let kernels = try ModelKernels(element, heads: 2, kvHeads: 1, headDim: 64, on: device)
      for (outputs, inputs) in [(37, 192), (513, 896), (130, 1000), (96, 2432), (64, 100)] {
        for count in [1, 2, 3, 4, 5, 33] {
          try product(kernels, outputs, inputs, count, &table)
        }
      }
      for count in [1, 4, 9] { try gated(kernels, width: 150, inputs: 896, count, &table) }
      for form in Self.forms { try quantized(form, element, &table) }
    }
  }

  private mutating func product(
    _ kernels: ModelKernels, _ outputs: Int, _ inputs: Int, _ count: Int, _ table: inout CheckTable
  ) throws {
    let element = kernels.element
    let (weightBytes, weights) = values(outputs * inputs, element)
    let (xBytes, x) = values(count * inputs, element)
    let matrix = try DeviceMatrix(element, rows: outputs, cols: inputs, on: device)
    unsafe try weightBytes.withUnsafeBytes { unsafe try matrix.write($0, at: 0) }
    let input = try DeviceBuffer(xBytes, on: device)
    let before = (0..<count * outputs).map { _ in Float(random.unit()) }
    let out = try DeviceBuffer(before, on: device)
    let expected = Self.product(x, weights, count: count, outputs: outputs, inputs: inputs)
    let name = "product \(element) \(count) x \(inputs) -> \(outputs)"
    try kernels.multiply(input, matrix, count: count, adding: true, to: out)
    let added = zip(expected, before).map { $0 + Double($1) }
    table.note(name + " added", Self.error(try out.read(Float.self, count: count * outputs), added), limit: 1e-5)
    try kernels.multiply(input, matrix, count: count, to: out)
    table.note(name, Self.error(try out.read(Float.self, count: count * outputs), expected), limit: 1e-5)
  }

  private mutating func gated(
    _ kernels: ModelKernels, width: Int, inputs: Int, _ count: Int, _ table: inout CheckTable
  ) throws {
    let element = kernels.element
    let (weightBytes, weights) = values(2 * width * inputs, element)
    let (xBytes, x) = values(count * inputs, element)
    let matrix = try DeviceMatrix(element, rows: 2 * width, cols: inputs, on: device)
    unsafe try weightBytes.withUnsafeBytes { unsafe try matrix.write($0, at: 0) }
    let input = try DeviceBuffer(xBytes, on: device)
    let scratch = try DeviceBuffer(bytes: count * 2 * width * 4, on: device)
    let out = try DeviceBuffer(bytes: count * width * element.size, on: device)
    try kernels.multiplySwiGLU(input, matrix, count: count, scratch: scratch, to: out)
    let both = Self.product(x, weights, count: count, outputs: 2 * width, inputs: inputs)
    let expected = (0..<count * width).map { place in
      let (row, column) = (place / width, place % width)
      let gate = both[row * 2 * width + column]
      return gate * Sigmoid.of(gate) * both[row * 2 * width + width + column]
    }
    let found = element.decode(try out.read(UInt8.self, count: count * width * element.size))
    table.note("gated product \(element) \(count) rows", Self.error(found, expected), limit: Self.rounding(element))
  }

  /// Forms with all that a layout may have.
  private static let forms: [Quantization] = [
    .init(.int8, groupSize: 32, scaleType: .f16, hasOffsets: false),
    .init(.int8, groupSize: 64, scaleType: .f32, hasOffsets: true),
    .init(.int4, groupSize: 32, scaleType: .f32, hasOffsets: false),
    .init(.int4, groupSize: 128, scaleType: .f16, hasOffsets: true),
  ]

  /// Two matrices whose products stand beside each other, in few rows and in more than own kernels take.
  private mutating func quantized(
    _ form: Quantization, _ element: DeviceElement, _ table: inout CheckTable
  ) throws {
    let (cols, heights) = (896, [70, 33])
    var (matrices, weights): ([QuantizedMatrix], [Float]) = ([], [])
    for rows in heights {
      let (packed, values) = try packed(form, rows: rows, cols: cols)
      unsafe matrices.append(
        try QuantizedMatrix(
          QuantizedLayout(form, cols: cols), rows: rows, cols: cols, tiles: packed.packedBytes, on: device))
      weights += values
    }
    let kernels = try QuantizedKernels(element, for: matrices, on: device)
    let stride = heights.reduce(0, +)
    for count in [1, 2, 3, 8, 9] {
      let (xBytes, x) = values(count * cols, element)
      let buffer = try DeviceBuffer(xBytes, on: device)
      let out = try DeviceBuffer(bytes: count * stride * 4, on: device)
      for adding in [false, true] {
        var column = 0
        for matrix in matrices {
          try kernels.multiply(buffer, matrix, count: count, adding: adding, to: out, column: column, stride: stride)
          column += matrix.rows
        }
      }
      let expected = Self.product(x, weights, count: count, outputs: stride, inputs: cols).map { 2 * $0 }
      // Those of many rows are rounded to the element type first.
      table.note(
        "\(form) \(element) \(count) rows", Self.error(try out.read(Float.self, count: count * stride), expected),
        limit: count > 8 ? Self.rounding(element) : 1e-5)
    }
  }

  /// A matrix from random parts, and the weights that these mean to the CPU.
  private mutating func packed(
    _ form: Quantization, rows: Int, cols: Int
  ) throws -> (matrix: WeightMatrix, weights: [Float]) {
    var packing = try PackedRows(form, rows: rows, cols: cols)
    let groups = cols / form.groupSize
    for row in 0..<rows {
      let codes = (0..<cols).map { _ in UInt8(truncatingIfNeeded: random.next()) & (form.element == .int8 ? 255 : 15) }
      // Multiples of 1/1024 are numbers of f16.
      let scales = (0..<groups).map { _ in Float(random.next() % 64) / 1024 }
      let offsets = (0..<groups).map { _ in Float(random.next() % 900) / 1024 }
      if form.hasOffsets {
        packing.set(row, q: codes.span, scales: scales.span, offsets: offsets.span)
      } else {
        packing.set(row, q: codes.span, scales: scales.span)
      }
    }
    let matrix = packing.finish()
    let backend = try CPUBackend(threads: 1)
    var weights = [Float](repeating: 0, count: rows * cols)
    unsafe weights.withUnsafeMutableBufferPointer { weights in
      for row in 0..<rows { unsafe backend.widen(row: row, of: matrix, to: weights.baseAddress! + row * cols) }
    }
    return (matrix, weights)
  }
}
