import Glibc
import JSON

/// Allocations of warm steps, where `tools/count-allocations.c` is loaded into the process.
struct AllocationCount {
  private typealias Counter = @convention(c) () -> UInt64

  private static let counter: Counter? = unsafe dlsym(nil, "sluice_allocations").map {
    unsafe unsafeBitCast($0, to: Counter.self)
  }

  static var isCounting: Bool { counter != nil }

  /// What this thread has allocated so far; 0 where nobody counts.
  static var now: UInt64 { counter?() ?? 0 }

  private var steps = 0
  private var hits = 0
  private var stepsWithout = 0
  private var hitsWithout = 0
  private var masksOfHits: UInt64 = 0
  private var otherMasks: UInt64 = 0
  private var accepts: UInt64 = 0

  /// - Parameters:
  ///   - mask: allocations of the mask.
  ///   - accept: of taking the token.
  ///   - isHit: whether the mask was remembered.
  mutating func add(mask: UInt64, accept: UInt64, isHit: Bool) {
    steps += 1
    accepts += accept
    if mask + accept == 0 { stepsWithout += 1 }
    guard isHit else {
      otherMasks += mask
      return
    }
    hits += 1
    masksOfHits += mask
    if mask + accept == 0 { hitsWithout += 1 }
  }

  /// Null where nobody counts.
  var report: JSONValue {
    if !Self.isCounting { return .null }
    return [
      "steps": .integer(steps), "steps_without": .integer(stepsWithout), "hits": .integer(hits),
      "hits_without": .integer(hitsWithout), "masks_of_hits": .integer(Int(masksOfHits)),
      "other_masks": .integer(Int(otherMasks)), "accepts": .integer(Int(accepts)),
    ]
  }
}
