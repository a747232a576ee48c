import CKernels

extension CPUBackend {
  /// Calls `body` for 0..<count on the threads, in any order, and returns when all calls have. `body` must be fit to run
  /// on several threads at once, and may not use the threads itself.
  package func concurrently(_ count: Int, _ body: (Int) -> Void) {
    if count == 0 { return }
    withoutActuallyEscaping(body) { body in
      var body = body
      unsafe withUnsafeMutablePointer(to: &body) { context in
        unsafe sl_pool_run(
          pool, count,
          { context, chunk, _ in unsafe context!.assumingMemoryBound(to: ((Int) -> Void).self).pointee(chunk) },
          context)
      }
    }
  }
}
