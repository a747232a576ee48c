import JSON

/// What one gateway's description depends on.
struct DescribedGateway: Sendable {
  let model: String
  let limits: GatewayLimits
  /// Whether it takes only requests with keys.
  let needsKeys: Bool

  /// The `model` of a request: another one is not found, which a job learns when its turn comes.
  var modelShape: JSONValue { ["type": "string", "examples": [.string(model)]] }
}
