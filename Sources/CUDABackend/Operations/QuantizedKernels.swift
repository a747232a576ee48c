/// A weight matrix [rows][cols] in int8 or int4, with a scale for each `groupSize` inputs of a row.
package struct QuantizedMatrix: Sendable {
  package enum Form: Sendable, Hashable, CaseIterable {
    /// weight = q * scale, q within -128...127.
    case int8
    /// weight = (q - zero) * scale, q within 0...15, two in a byte, the lower half first.
    case int4
  }

  package static let groupSize = 128

  package let form: Form
  package let rows: Int
  package let cols: Int
  let weights: DeviceBuffer
  /// [rows][cols / groupSize] scales, or pairs of zero and scale for int4.
  let scales: DeviceBuffer

  /// `bytes` and `scales` in row-major order. `cols` must be a multiple of the group's size.
  package init(
    _ form: Form, rows: Int, cols: Int, bytes: [UInt8], scales: [Float], on device: CUDADevice
  ) throws(CUDAError) {
    precondition(cols % Self.groupSize == 0 && bytes.count == rows * cols / (form == .int4 ? 2 : 1))
    precondition(scales.count == rows * cols / Self.groupSize * (form == .int4 ? 2 : 1))
    self.form = form
    self.rows = rows
    self.cols = cols
    weights = try DeviceBuffer(bytes, on: device)
    self.scales = try DeviceBuffer(scales, on: device)
  }
}

/// Products with quantised matrices.
package final class QuantizedKernels: Sendable {
  private let gemvInt8: Kernel
  private let gemvInt4: Kernel
  private let dequantizeInt8: Kernel
  private let dequantizeInt4: Kernel

  package init(_ element: DeviceElement, on device: CUDADevice) throws(CUDAError) {
    let program = try KernelProgram(
      .quantized, macros: [element.macro, "GROUP_SIZE=\(QuantizedMatrix.groupSize)"], on: device)
    gemvInt8 = try program.kernel("gemv_int8")
    gemvInt4 = try program.kernel("gemv_int4")
    dequantizeInt8 = try program.kernel("dequantize_int8")
    dequantizeInt4 = try program.kernel("dequantize_int4")
  }

  /// out [rows of W] in f32 = W x, or += when `adding`, for one row x of the element type.
  package func multiply(
    _ x: DeviceBuffer, _ matrix: QuantizedMatrix, adding: Bool = false, to out: DeviceBuffer
  ) throws(CUDAError) {
    try (matrix.form == .int8 ? gemvInt8 : gemvInt4).launch(
      blocks: ((matrix.rows + 7) / 8, 1, 1), threads: 256, .buffer(matrix.weights), .buffer(matrix.scales), .buffer(x),
      .buffer(out), .int(matrix.rows), .int(matrix.cols), .int(adding ? 1 : 0))
  }

  /// The weights in the element type, for a product with many rows.
  package func dequantize(_ matrix: QuantizedMatrix, to out: DeviceMatrix) throws(CUDAError) {
    precondition(out.rows == matrix.rows && out.cols == matrix.cols)
    try (matrix.form == .int8 ? dequantizeInt8 : dequantizeInt4).launch(
      blocks: ((matrix.cols / 16 + 127) / 128, matrix.rows, 1), threads: 128, .buffer(matrix.weights),
      .buffer(matrix.scales), .buffer(out.buffer), .int(matrix.cols))
  }
}
