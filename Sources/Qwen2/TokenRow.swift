package import CPUBackend

/// A token that a step of a model reads.
package struct TokenRow: Sendable {
  package var token: Int32
  package var kind: CPUBackend.ProductKind
  package var wantsLogits: Bool

  package init(token: Int32, kind: CPUBackend.ProductKind, wantsLogits: Bool) {
    self.token = token
    self.kind = kind
    self.wantsLogits = wantsLogits
  }
}
