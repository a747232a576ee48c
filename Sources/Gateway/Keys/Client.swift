/// The one whose request it is.
struct Client: Sendable {
  let key: APIKey
  let ring: KeyRing

  /// Tokens were read and written for it.
  func spend(_ tokens: Int) { ring.spend(tokens, of: key) }
}
