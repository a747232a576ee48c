package import JSON

/// A request that is to be answered later.
package struct NewJob: Sendable, Hashable {
  /// Whose it is; nil where clients are not told apart.
  package let client: String?
  /// The client's own word for it: with the same one once more it is the same job.
  package let idempotencyKey: String?
  /// The API that the request is for, such as `/v1/generate`.
  package let endpoint: String
  package let request: JSONValue
  /// The trace that it belongs to, as W3C writes it.
  package let trace: String

  package init(client: String?, idempotencyKey: String?, endpoint: String, request: JSONValue, trace: String) {
    self.client = client
    self.idempotencyKey = idempotencyKey
    self.endpoint = endpoint
    self.request = request
    self.trace = trace
  }
}
