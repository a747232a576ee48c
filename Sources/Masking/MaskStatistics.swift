import Synchronization

/// Masks that matchers of this process have asked for since it began.
package enum MaskStatistics {
  private static let known = Atomic<Int>(0)
  private static let made = Atomic<Int>(0)

  /// Masks that were remembered.
  package static var hits: Int { known.load(ordering: .relaxed) }
  /// Masks that had to be computed.
  package static var misses: Int { made.load(ordering: .relaxed) }

  static func countHit() { known.add(1, ordering: .relaxed) }
  static func countMiss() { made.add(1, ordering: .relaxed) }
}
