import CKernels

/// Threads that fill the masks of many matchers.
@safe final class FillPool {
  private let pool: OpaquePointer

  init(threads: Int) throws(Failure) {
    guard (0...1_024).contains(threads) else { throw .argument("\(threads) threads are out of range") }
    var code: Int32 = 0
    guard let pool = unsafe sl_pool_create(threads == 0 ? sl_available_cores() : threads, false, &code) else {
      throw .system("the threads could not be started: error \(code)")
    }
    unsafe self.pool = pool
  }

  deinit { unsafe sl_pool_destroy(pool) }

  var threads: Int { unsafe sl_pool_threads(pool) }

  func run(_ job: FillJob) {
    unsafe sl_pool_run(
      pool, job.groups.count,
      { context, chunk, _ in
        unsafe Unmanaged<FillJob>.fromOpaque(context!).takeUnretainedValue().fillGroup(chunk)
      }, Unmanaged.passUnretained(job).toOpaque())
  }
}
