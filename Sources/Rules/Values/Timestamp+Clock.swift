import Glibc

extension Timestamp {
  /// The present by the system's clock.
  package static func now() throws(EvaluationProblem) -> Timestamp {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return try Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
  }
}
