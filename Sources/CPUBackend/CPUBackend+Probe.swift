import CKernels

extension CPUBackend {
  /// Bytes per second at which all threads together read a large buffer: the best of several times.
  package func readRate() throws(BackendError) -> Double {
    let memory = try WeightMemory(byteCount: 512 << 20)
    // Pages that were never written to are all the same one.
    unsafe memory.pointer.initializeMemory(as: UInt8.self, repeating: 1, count: memory.byteCount)
    var best = Double.infinity
    for _ in 0..<8 {
      let began = ContinuousClock.now
      _ = unsafe sl_read_all(pool, memory.pointer, memory.byteCount)
      best = min(best, (ContinuousClock.now - began) / .seconds(1))
    }
    return Double(memory.byteCount) / best
  }
}
