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
