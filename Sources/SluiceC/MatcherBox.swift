import Masking
import Synchronization

/// A matcher that C holds. Whoever comes while another thread uses it is sent away.
final class MatcherBox: Sendable {
  let constraint: Constraint
  private let matcher: Mutex<Matcher>

  init(_ matcher: Matcher) {
    constraint = matcher.constraint
    self.matcher = Mutex(matcher)
  }

  /// - Throws: `Failure.busy`, or the failure of `body`.
  func use<Result: Sendable>(
    _ body: (inout Matcher) throws(MaskingError) -> Result
  ) throws(Failure) -> Result {
    let result: Result?
    do throws(MaskingError) {
      result = try matcher.withLockIfAvailable { (matcher) throws(MaskingError) in try body(&matcher) }
    } catch {
      throw Failure(error)
    }
    guard let result else { throw .busy }
    return result
  }
}
