/// What the memory of a GPU gives.
package struct BandwidthProbe {
  private let source: DeviceBuffer
  private let target: DeviceBuffer
  private let timer: DeviceTimer

  package init(bytes: Int, on device: CUDADevice) throws(CUDAError) {
    source = try DeviceBuffer(bytes: bytes, on: device)
    target = try DeviceBuffer(bytes: bytes, on: device)
    timer = try DeviceTimer(on: device)
  }

  /// Bytes per second of a copy, read and written bytes both counted; the best of `repeats`.
  package func copyRate(repeats: Int = 5) throws(CUDAError) -> Double {
    var best = Double.infinity
    for _ in 0..<repeats {
      let seconds = try timer.measure { () throws(CUDAError) in try target.copy(from: source) }
      best = min(best, seconds)
    }
    return Double(2 * source.bytes) / best
  }
}
