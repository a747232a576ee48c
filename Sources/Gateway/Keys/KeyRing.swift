import Synchronization

/// The keys that a gateway takes, and what each of them has left of its limits. Follows the file: what is added or
/// revoked there counts a second later.
package final class KeyRing: Sendable {
  private static let interval: Duration = .seconds(1)

  private struct State {
    var keys: [APIKey]
    var limiters: [String: RateLimiter] = [:]
    var stamp: SystemFile.Stamp?
    var nextLook: ContinuousClock.Instant
  }

  private let file: KeyFile
  private let state: Mutex<State>

  package init(_ file: KeyFile) throws(KeyFileError) {
    self.file = file
    let stamp = file.stamp
    state = Mutex(State(keys: try file.read(), stamp: stamp, nextLook: .now + Self.interval))
  }

  /// The key of a request.
  ///
  /// - Parameters:
  ///   - authorization: the header field of this name.
  ///   - scope: what the request needs.
  ///   - report: told when the file can't be read any more; the keys stay as they were.
  func admit(
    _ authorization: String?, for scope: KeyScope, report: (KeyFileError) -> Void
  ) throws(GatewayError) -> APIKey {
    follow(report)
    guard let secret = Self.secret(authorization) else { throw .noKey }
    let hash = SHA256.hex(secret.utf8)
    return try state.withLock { (state) throws(GatewayError) in
      var found: APIKey?
      // All are looked at, so that the time does not tell which one it was.
      for key in state.keys where ConstantTime.areEqual(key.hash.utf8, hash.utf8) { found = key }
      guard let key = found, key.revoked == nil else { throw .wrongKey }
      guard key.scopes.contains(scope) else { throw .scopeMissing(scope) }
      let now = ContinuousClock.now
      if let refusal = state.limiters[key.id, default: RateLimiter(key, now: now)].take(now: now) {
        throw .rateLimited(refusal.limit, seconds: refusal.seconds)
      }
      return key
    }
  }

  /// The key of this id, when it is still in use.
  func key(_ id: String, report: (KeyFileError) -> Void) -> APIKey? {
    follow(report)
    return state.withLock { $0.keys.first { $0.id == id && $0.revoked == nil } }
  }

  /// Tokens were read and written for a key.
  func spend(_ count: Int, of key: APIKey) { state.withLock { $0.limiters[key.id]?.spend(count) } }

  private static func secret(_ authorization: String?) -> Substring? {
    guard let authorization else { return nil }
    let words = authorization.split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
    return words[1].drop { $0 == " " }
  }

  private func follow(_ report: (KeyFileError) -> Void) {
    let (isDue, known) = state.withLock { state in
      let now = ContinuousClock.now
      guard now >= state.nextLook else { return (false, state.stamp) }
      state.nextLook = now + Self.interval
      return (true, state.stamp)
    }
    guard isDue else { return }
    let stamp = file.stamp
    guard stamp != known else { return }
    do throws(KeyFileError) {
      let keys = try file.read()
      state.withLock { state in
        // Limits may have changed with the key.
        for key in keys where !state.keys.contains(key) { state.limiters[key.id] = nil }
        state.keys = keys
        state.stamp = stamp
      }
    } catch {
      // Told once for each change.
      state.withLock { $0.stamp = stamp }
      report(error)
    }
  }
}
