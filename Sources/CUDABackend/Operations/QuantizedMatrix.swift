/// A quantised weight matrix [rows][cols] in a GPU's memory, packed as in a processor's.
package struct QuantizedMatrix: Sendable {
  package let rows: Int
  package let cols: Int
  let layout: QuantizedLayout
  let buffer: DeviceBuffer

  /// A copy of the tiles.
  package init(
    _ layout: QuantizedLayout, rows: Int, cols: Int, tiles: UnsafeRawBufferPointer, on device: CUDADevice
  ) throws(CUDAError) {
    precondition(tiles.count == Self.tiles(rows) * layout.tileBytes && cols % layout.groupSize == 0)
    self.rows = rows
    self.cols = cols
    self.layout = layout
    buffer = unsafe try DeviceBuffer(tiles, on: device)
  }

  /// A matrix of equal tiles, for measurements.
  package init(
    _ layout: QuantizedLayout, rows: Int, cols: Int, repeating tile: [UInt8], on device: CUDADevice
  ) throws(CUDAError) {
    precondition(tile.count == layout.tileBytes && cols % layout.groupSize == 0)
    self.rows = rows
    self.cols = cols
    self.layout = layout
    let tiles = Self.tiles(rows)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(tiles * tile.count)
    for _ in 0..<tiles { bytes += tile }
    buffer = try DeviceBuffer(bytes, on: device)
  }

  package var bytes: Int { buffer.bytes }

  static func tiles(_ rows: Int) -> Int { (rows + QuantizedLayout.tileRows - 1) / QuantizedLayout.tileRows }
}
