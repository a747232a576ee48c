/// A weight matrix [rows][cols] in a GPU's memory.
package struct DeviceMatrix: Sendable {
  let buffer: DeviceBuffer
  package let element: DeviceElement
  package let rows: Int
  package let cols: Int

  /// Uninitialised.
  package init(_ element: DeviceElement, rows: Int, cols: Int, on device: CUDADevice) throws(CUDAError) {
    buffer = try DeviceBuffer(bytes: rows * cols * element.size, on: device)
    self.element = element
    self.rows = rows
    self.cols = cols
  }

  package var bytes: Int { buffer.bytes }

  /// All of it.
  package func readBytes() throws(CUDAError) -> [UInt8] { try buffer.read(UInt8.self, count: buffer.bytes) }

  /// Writes whole rows, from row `first` on, of the matrix's element type.
  package func write(_ source: UnsafeRawBufferPointer, at first: Int) throws(CUDAError) {
    unsafe try buffer.write(source, at: first * cols * element.size)
    try buffer.device.synchronize()
  }
}
