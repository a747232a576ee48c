import Glibc

/// What one question about a schema may use: compiling it, or computing a mask.
package struct WorkLimits: Hashable, Sendable {
  /// Steps of the searches that answer it; about ten million are a second's work.
  package var steps: Int
  /// Time of the processor, so that a busy machine changes nothing.
  package var duration: Duration
  /// Bytes, estimated, of all that is remembered of a schema.
  package var memory: Int

  package init(steps: Int, duration: Duration, memory: Int) {
    self.steps = steps
    self.duration = duration
    self.memory = memory
  }

  package static let standard = WorkLimits(steps: 100_000_000, duration: standardDuration, memory: 256 << 20)

  package static let none = WorkLimits(steps: .max, duration: .seconds(1 << 40), memory: .max)

  #if DEBUG
    // Code that is not optimised is that much slower.
    private static let standardDuration = Duration.seconds(30)
  #else
    private static let standardDuration = Duration.seconds(1)
  #endif
}

/// Counts the work on a question and says when it is too much, or no longer wanted.
package struct WorkMeter: Sendable {
  package let limits: WorkLimits
  private var steps = 0
  private var next = Self.interval
  /// Nanoseconds.
  private var start: Int64?

  /// Steps between two looks at the clock.
  private static let interval = 1_024

  package init(_ limits: WorkLimits) { self.limits = limits }

  /// A new question begins.
  package mutating func restart() {
    steps = 0
    next = Self.interval
    start = nil
  }

  /// - Parameters:
  ///   - cost: steps that the work is about to take.
  ///   - footprint: bytes that are remembered so far, as an estimate.
  /// - Throws: `AutomatonError.limit` when a limit is passed or the task was cancelled.
  @inline(__always)
  package mutating func spend(_ cost: Int, footprint: Int) throws(AutomatonError) {
    steps += cost
    if steps >= next { try check(footprint) }
  }

  /// Nanoseconds that this thread has run.
  private static func threadTime() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  @inline(never)
  private mutating func check(_ footprint: Int) throws(AutomatonError) {
    next = steps + Self.interval
    if steps > limits.steps { throw .limit(.steps(limits.steps)) }
    if footprint > limits.memory { throw .limit(.memory(limits.memory)) }
    if Task.isCancelled { throw .limit(.cancelled) }
    let now = Self.threadTime()
    guard let start else {
      // Questions that are answered at once never ask for the time.
      start = now
      return
    }
    if .nanoseconds(now - start) > limits.duration { throw .limit(.duration(limits.duration)) }
  }
}

/// A limit that a question ran into.
public enum WorkLimit: Error, Sendable, Hashable, CustomStringConvertible {
  case steps(Int)
  case duration(Duration)
  /// Bytes.
  case memory(Int)
  /// The task that asked was cancelled.
  case cancelled

  public var description: String {
    switch self {
    case .steps(let limit): "it takes more than \(limit) steps"
    case .duration(let limit): "it takes longer than \(limit)"
    case .memory(let limit): "it takes more than \(limit) bytes"
    case .cancelled: "it was cancelled"
    }
  }
}
