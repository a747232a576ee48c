import Glibc

/// What steps are timed by.
enum StepClock {
  case wall
  /// The time that the thread has computed; for machines that others use at the same time.
  case cpu

  /// Microseconds since some moment.
  var now: Double {
    var time = timespec()
    unsafe clock_gettime(self == .wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }
}
