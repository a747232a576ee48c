import CUDABackend
import Decoding

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
      for form in QuantizedMatrix.Form.allCases { try quantized(form, element, &table) }
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

  private mutating func quantized(
    _ form: QuantizedMatrix.Form, _ element: DeviceElement, _ table: inout CheckTable
  ) throws {
    let (rows, cols, group) = (70, 1024, QuantizedMatrix.groupSize)
    let bytes = (0..<rows * cols / (form == .int4 ? 2 : 1)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    var scales: [Float] = []
    for _ in 0..<rows * cols / group {
      if form == .int4 { scales.append(Float(random.next() % 16)) }
      scales.append(Float(random.unit()) * 0.1)
    }
    let weights = (0..<rows * cols).map { place -> Float in
      switch form {
      case .int8: return Float(Int8(bitPattern: bytes[place])) * scales[place / group]
      case .int4:
        let code = bytes[place / 2] >> (place % 2 * 4) & 15
        return (Float(code) - scales[place / group * 2]) * scales[place / group * 2 + 1]
      }
    }
    let (xBytes, x) = values(cols, element)
    let kernels = try QuantizedKernels(element, on: device)
    let matrix = try QuantizedMatrix(form, rows: rows, cols: cols, bytes: bytes, scales: scales, on: device)
    let out = try DeviceBuffer(bytes: rows * 4, on: device)
    try kernels.multiply(try DeviceBuffer(xBytes, on: device), matrix, to: out)
    let expected = Self.product(x, weights, count: 1, outputs: rows, inputs: cols)
    table.note("\(form) product \(element)", Self.error(try out.read(Float.self, count: rows), expected), limit: 1e-5)
    let plain = try DeviceMatrix(element, rows: rows, cols: cols, on: device)
    try kernels.dequantize(matrix, to: plain)
    let found = element.decode(try plain.readBytes())
    table.note(
      "\(form) to \(element)", Self.error(found, weights.map(Double.init)), limit: Self.rounding(element))
  }
}
