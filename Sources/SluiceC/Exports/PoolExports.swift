import CSluice

@_cdecl("sluice_pool_new")
public func sluicePoolNew(_ threads: Int, _ pool: UnsafeMutablePointer<OpaquePointer?>?) -> Int32 {
  call { () throws(Failure) in
    let pool = unsafe try required(pool, "pool")
    unsafe pool.pointee = Handle.make(try FillPool(threads: threads))
  }
}

@_cdecl("sluice_pool_free")
public func sluicePoolFree(_ pool: OpaquePointer?) { unsafe Handle<FillPool>.release(pool) }

@_cdecl("sluice_pool_threads")
public func sluicePoolThreads(_ pool: OpaquePointer?) -> Int {
  unsafe Handle<FillPool>.objectIfAny(pool)?.threads ?? 0
}

@_cdecl("sluice_pool_fill")
public func sluicePoolFill(
  _ pool: OpaquePointer?, _ matchers: UnsafePointer<OpaquePointer?>?, _ count: Int,
  _ remaining: UnsafePointer<Int64>?, _ words: UnsafeMutablePointer<Int32>?, _ stride: Int, _ wordCount: Int,
  _ statuses: UnsafeMutablePointer<Int32>?
) -> Int32 {
  call { () throws(Failure) in
    let pool = unsafe try Handle<FillPool>.object(pool, "pool")
    guard count >= 0, stride >= wordCount, wordCount >= 0, !count.multipliedReportingOverflow(by: stride).overflow
    else {
      throw .argument("\(count) rows of \(wordCount) words, \(stride) apart, are out of range")
    }
    if count == 0 { return }
    let matchers = unsafe try required(matchers, "matchers")
    let words = unsafe try required(words, "words")
    var boxes: [MatcherBox?] = []
    var left: [Int?] = []
    for row in 0..<count {
      let handle = unsafe matchers[row]
      boxes.append(unsafe Handle<MatcherBox>.objectIfAny(handle))
      if let remaining = unsafe remaining { left.append(try MaskRow.remaining(unsafe remaining[row])) }
    }
    let job = unsafe FillJob(boxes, remaining: left, words: words, stride: stride, wordCount: wordCount)
    pool.run(job)
    let failures = job.failures
    if let statuses = unsafe statuses {
      for row in 0..<count { unsafe statuses[row] = failures[row]?.status ?? SLUICE_OK }
    }
    if let first = failures.min(by: { $0.key < $1.key }) { throw first.value }
  }
}
