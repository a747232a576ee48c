import Store

/// An API key as it is kept: the key itself is known to its owner alone.
package struct APIKey: Sendable, Hashable {
  /// Names it in logs, and to those who revoke it.
  package let id: String
  package let name: String
  /// SHA-256 of the key, in hexadecimal. Keys are 256 random bits, which nobody can try out, so that a slow hash would
  /// only slow down answers.
  let hash: String
  package let scopes: Set<KeyScope>
  package let requestsPerMinute: Int?
  package let tokensPerMinute: Int?
  /// RFC 3339.
  package let created: String
  package internal(set) var revoked: String?

  package static let limits = 1...1_000_000_000

  /// Makes a key.
  ///
  /// - Returns: the key, which is not kept anywhere, and what is kept of it.
  static func make(
    name: String, scopes: Set<KeyScope>, requestsPerMinute: Int?, tokensPerMinute: Int?
  ) -> (secret: String, key: APIKey) {
    let secret = "sluice-" + Hexadecimal.random(words: 4)
    let key = APIKey(
      id: "key-" + Hexadecimal.random(words: 1), name: name, hash: SHA256.hex(secret.utf8), scopes: scopes,
      requestsPerMinute: requestsPerMinute, tokensPerMinute: tokensPerMinute, created: WallTime.now().description)
    return (secret, key)
  }
}
