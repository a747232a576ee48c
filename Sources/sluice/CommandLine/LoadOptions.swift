import Gateway

/// Options about how much is done at once, and how long it may take.
enum LoadOptions {
  static let options: Set<String> = ["--deadline", "--queue"]

  static let help = """
      --deadline SECONDS   what a request without a deadline of its own may take (default 30)
      --queue N            requests that may wait for the model; more are told when to come again (default 256)
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
}
