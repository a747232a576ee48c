/// A token with its bias, or with how often it was generated.
package struct SamplerEntry: BitwiseCopyable, Sendable {
  package var token: Int32
  package var value: Float

  package init(token: Int32, value: Float) {
    self.token = token
    self.value = value
  }
}
