/// What came of a `TokenDraw`.
package struct DrawnToken: Sendable, Hashable {
  /// nil where the mask allowed none.
  package var token: Int?
  /// The probability of all tokens that the mask forbids, before biases and penalties, where it was asked for.
  package var maskedMass: Double

  package init(token: Int?, maskedMass: Double) {
    self.token = token
    self.maskedMass = maskedMass
  }
}
