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
