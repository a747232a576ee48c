import CCUDA

/// Measures what the GPU takes for enqueued work, between two events on its stream.
@safe package final class DeviceTimer {
  private let device: CUDADevice
  private let begin: CUevent
  private let end: CUevent

  package init(on device: CUDADevice) throws(CUDAError) {
    let driver = device.libraries.driver
    try device.makeCurrent()
    var (begin, end): (CUevent?, CUevent?) = (nil, nil)
    try unsafe device.check("cuEventCreate", driver.eventCreate(&begin, 0))
    try unsafe device.check("cuEventCreate", driver.eventCreate(&end, 0))
    self.device = device
    unsafe self.begin = begin!
    unsafe self.end = end!
  }

  deinit {
    device.release {
      _ = unsafe $0.driver.eventDestroy(begin)
      _ = unsafe $0.driver.eventDestroy(end)
    }
  }

  /// Seconds that the work which `body` enqueues takes.
  package func measure(_ body: () throws(CUDAError) -> Void) throws(CUDAError) -> Double {
    let driver = device.libraries.driver
    try unsafe device.check("cuEventRecord", driver.eventRecord(begin, device.stream))
    try body()
    try unsafe device.check("cuEventRecord", driver.eventRecord(end, device.stream))
    try unsafe device.check("cuEventSynchronize", driver.eventSynchronize(end))
    var milliseconds: Float = 0
    try unsafe device.check("cuEventElapsedTime", driver.eventElapsedTime(&milliseconds, begin, end))
    return Double(milliseconds) / 1000
  }
}
