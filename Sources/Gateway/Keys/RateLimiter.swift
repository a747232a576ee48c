/// Requests and tokens of one key in the last minute, as two buckets that fill evenly.
package struct RateLimiter: Sendable {
  package enum Limit: String, Sendable, Hashable {
    case requests
    case tokens
  }

  private struct Bucket: Sendable {
    let perMinute: Int
    var level: Double
    var filled: ContinuousClock.Instant

    init(_ perMinute: Int, now: ContinuousClock.Instant) {
      self.perMinute = perMinute
      level = Double(perMinute)
      filled = now
    }

    mutating func fill(now: ContinuousClock.Instant) {
      level = min(Double(perMinute), level + (now - filled) / .seconds(60) * Double(perMinute))
      filled = now
    }

    /// Until the level is `wanted`, in whole seconds, at least 1.
    func seconds(until wanted: Double) -> Int { max(1, Int(((wanted - level) / Double(perMinute) * 60).rounded(.up))) }
  }

  private var requests: Bucket?
  private var tokens: Bucket?

  init(_ key: APIKey, now: ContinuousClock.Instant) {
    requests = key.requestsPerMinute.map { Bucket($0, now: now) }
    tokens = key.tokensPerMinute.map { Bucket($0, now: now) }
  }

  /// Counts a request, or says what it has to wait for and how many seconds. How many tokens one will take is not known
  /// before, so it is let through while any are left.
  mutating func take(now: ContinuousClock.Instant) -> (limit: Limit, seconds: Int)? {
    requests?.fill(now: now)
    tokens?.fill(now: now)
    if let requests, requests.level < 1 { return (.requests, requests.seconds(until: 1)) }
    if let tokens, tokens.level < 1 { return (.tokens, tokens.seconds(until: 1)) }
    requests?.level -= 1
    return nil
  }

  mutating func spend(_ count: Int) { tokens?.level -= Double(count) }
}
