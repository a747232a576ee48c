import HTTPServer

/// What an API key may do.
package enum KeyScope: String, Sendable, Hashable, CaseIterable {
  /// Generate texts, and read what one needs for it: models and contracts.
  case generate
  /// Create and retire contracts.
  case contracts
  /// Read the failure journal, which has the requests of all keys, and retry.
  case failures
  case metrics
  /// Go before others: a negative `priority`.
  case priority

  /// The scope that a route needs; nil for those that are open to all.
  static func needed(for route: String, _ method: HTTPMethod) -> KeyScope? {
    switch route {
    // The console's page says nothing; what it asks for needs a key.
    case "/", "/console/{file}", "/healthz", "/readyz", OpenAPIDocument.path: nil
    case "/metrics": .metrics
    case "/v1/contracts", "/v1/contracts/{contract}": method == .get || method == .head ? .generate : .contracts
    case let route where route.hasPrefix("/v1/failures"): .failures
    default: .generate
    }
  }
}
