/// Keys and values of many sequences in pages of `pageTokens` positions: [layers][pages][kvHeads][pageTokens][headDim]
/// each. Which sequence has which pages stands in a table.
package final class DeviceCache: Sendable {
  /// Positions of a page.
  package static let pageTokens = 16

  let keys: DeviceBuffer
  let values: DeviceBuffer
  package let pages: Int
  /// Bytes of one layer's keys.
  let layerBytes: Int

  package init(
    _ element: DeviceElement, layers: Int, kvHeads: Int, headDim: Int, pages: Int, on device: CUDADevice
  ) throws(CUDAError) {
    layerBytes = pages * kvHeads * Self.pageTokens * headDim * element.size
    keys = try DeviceBuffer(bytes: layers * layerBytes, on: device)
    values = try DeviceBuffer(bytes: layers * layerBytes, on: device)
    self.pages = pages
  }
}
