import CPUBackend
import CUDABackend
import Tensors

/// Puts weights into a GPU's memory.
struct DeviceLoader {
  let source: any WeightSource
  let backend: CPUBackend
  let device: CUDADevice
  let element: DeviceElement

  /// Rows that are widened at a time.
  private static let block = 256

  /// The type that all matrices get: that of the embedding, or bf16 where it is packed.
  static func element(for embedding: WeightMatrix) -> DeviceElement {
    embedding.floatType.flatMap(DeviceElement.init) ?? .bf16
  }

  /// Matrices of `cols` columns below each other.
  func matrix(_ names: [String], _ rows: [Int], _ cols: Int) throws(ModelError) -> DeviceWeights {
    var parts: [(WeightMatrix, String)] = []
    for (name, count) in zip(names, rows) {
      parts.append((try source.matrix(name, rows: count, cols: cols), name))
    }
    return try matrix(parts)
  }

  /// Matrices that are at hand. Quantised ones stay so, unless there are floats among them.
  func matrix(_ parts: [(WeightMatrix, name: String)]) throws(ModelError) -> DeviceWeights {
    if parts.allSatisfy({ $0.0.quantization != nil }) {
      var quantized: [QuantizedMatrix] = []
      for (part, _) in parts { quantized.append(try copy(part, part.quantization!)) }
      return .quantized(quantized)
    }
    let matrix = try onDevice { () throws(CUDAError) in
      try DeviceMatrix(element, rows: parts.reduce(0) { $0 + $1.0.rows }, cols: parts[0].0.cols, on: device)
    }
    var first = 0
    for (part, name) in parts {
      try write(part, name, to: matrix, at: first)
      first += part.rows
    }
    return .floats(matrix)
  }

  private func copy(_ part: WeightMatrix, _ form: Quantization) throws(ModelError) -> QuantizedMatrix {
    try onDevice { () throws(CUDAError) in
      unsafe try QuantizedMatrix(
        QuantizedLayout(form, cols: part.cols), rows: part.rows, cols: part.cols, tiles: part.packedBytes, on: device)
    }
  }

  /// Writes rows from `first` on.
  private func write(
    _ part: WeightMatrix, _ name: String, to matrix: DeviceMatrix, at first: Int
  ) throws(ModelError) {
    guard let type = part.floatType else { return try widen(part, to: matrix, at: first) }
    guard DeviceElement(type) == element else {
      throw .tensors(.unsupportedType(tensor: name + ".weight", type: type))
    }
    try onDevice { () throws(CUDAError) in unsafe try matrix.write(part.floatBytes, at: first) }
  }

  /// Writes packed weights as floats.
  private func widen(_ part: WeightMatrix, to matrix: DeviceMatrix, at first: Int) throws(ModelError) {
    let (cols, size) = (part.cols, element.size)
    let values = UnsafeMutablePointer<Float>.allocate(capacity: Self.block * cols)
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.block * cols * size, alignment: 16)
    defer {
      unsafe values.deallocate()
      unsafe bytes.deallocate()
    }
    for begin in stride(from: 0, to: part.rows, by: Self.block) {
      let count = min(Self.block, part.rows - begin)
      backend.concurrently(count) { row in
        let own = unsafe values + row * cols
        unsafe backend.widen(row: begin + row, of: part, to: own)
        let place = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[row * cols * size..<(row + 1) * cols * size])
        unsafe element.encode(UnsafeBufferPointer(start: own, count: cols), to: place)
      }
      try onDevice { () throws(CUDAError) in
        unsafe try matrix.write(
          UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<(count * cols * size)]), at: first + begin)
      }
    }
  }

  func zeros(_ count: Int) throws(ModelError) -> DeviceBuffer {
    try onDevice { () throws(CUDAError) in try DeviceBuffer([Float](repeating: 0, count: count), on: device) }
  }

  /// Vectors behind each other, in f32.
  func vector(_ names: [String], _ counts: [Int]) throws(ModelError) -> DeviceBuffer {
    var values: [Float] = []
    for (name, count) in zip(names, counts) { values += try source.vector(name, count).array }
    return try onDevice { () throws(CUDAError) in try DeviceBuffer(values, on: device) }
  }
}
