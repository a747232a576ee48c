import Decoding
import Gateway

/// Options about how much is done at once, and how long it may take.
enum LoadOptions {
  static let options: Set<String> = ["--deadline", "--queue", "--batch", "--kv-cache", "--lookahead"]

  static let help = """
      --deadline SECONDS   what a request without a deadline of its own may take (default 30)
      --queue N            texts that may wait for their turn; more are told when to come again (default 256)
      --batch N            texts that the model writes at a time (default \(Engine.usualWidth))
      --kv-cache MIB       memory for the keys and values of all of them (default: what the longest text needs, at least
                           \(Engine.usualCacheBytes >> 20)); the context is no longer than what fits
      --lookahead N        tokens of a step that may be guesses, checked by the model, of what comes next; 0 for none
                           (default \(Engine.usualLookahead))
    """

  static func limits(_ arguments: Arguments) throws -> GatewayLimits {
    var limits = GatewayLimits()
    if let seconds = try arguments.integer("--deadline", in: 1...600) { limits.deadline = .seconds(seconds) }
    return limits
  }

  /// Requests that may wait.
  static func waiting(_ arguments: Arguments) throws -> Int {
    try arguments.integer("--queue", in: 0...100_000) ?? 256
  }

  /// Texts at a time.
  static func width(_ arguments: Arguments) throws -> Int {
    try arguments.integer("--batch", in: 1...1024) ?? Engine.usualWidth
  }

  /// Rows of a step for guesses.
  static func lookahead(_ arguments: Arguments) throws -> Int {
    try arguments.integer("--lookahead", in: 0...1024) ?? Engine.usualLookahead
  }

  /// Bytes of keys and values; nil where nobody says.
  static func cacheBytes(_ arguments: Arguments) throws -> Int? {
    try arguments.integer("--kv-cache", in: 1...1 << 24).map { $0 << 20 }
  }
}
