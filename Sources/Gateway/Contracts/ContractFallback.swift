package import JSON

/// What is answered when the model does not deliver.
package enum ContractFallback: Sendable, Hashable {
  /// The error itself.
  case error
  /// The template filled, or the document where there is no template or what it gives is not valid.
  case document(JSONValue, template: JSONValue?)
}
