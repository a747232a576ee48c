import CCUDA

/// Work that was recorded once and is enqueued as a whole.
@safe package final class StepGraph: @unchecked Sendable {
  // Sendable: the driver's graph is not changed after `init`.
  private let device: CUDADevice
  private let executable: CUgraphExec

  /// Records what `body` enqueues, which does not run yet. Its buffers must outlive the graph, and it must not wait for
  /// anything nor copy from memory that is not pinned.
  package init(on device: CUDADevice, _ body: () throws(CUDAError) -> Void) throws(CUDAError) {
    let driver = device.libraries.driver
    try device.makeCurrent()
    // CU_STREAM_CAPTURE_MODE_THREAD_LOCAL
    try unsafe device.check("cuStreamBeginCapture", driver.streamBeginCapture(device.stream, 1))
    var graph: CUgraph?
    do throws(CUDAError) {
      try body()
    } catch {
      _ = unsafe driver.streamEndCapture(device.stream, &graph)
      if let graph = unsafe graph { _ = unsafe driver.graphDestroy(graph) }
      throw error
    }
    try unsafe device.check("cuStreamEndCapture", driver.streamEndCapture(device.stream, &graph))
    defer { _ = unsafe driver.graphDestroy(graph) }
    var executable: CUgraphExec?
    try unsafe device.check("cuGraphInstantiate", driver.graphInstantiate(&executable, graph, 0))
    self.device = device
    unsafe self.executable = executable!
  }

  deinit { device.release { _ = unsafe $0.driver.graphExecDestroy(executable) } }

  package func enqueue() throws(CUDAError) {
    try device.makeCurrent()
    try unsafe device.check("cuGraphLaunch", device.libraries.driver.graphLaunch(executable, device.stream))
  }
}
