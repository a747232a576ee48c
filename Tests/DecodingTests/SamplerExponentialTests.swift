import Testing

@testable import Decoding

@Suite struct SamplerExponentialTests {
  @Test func agreesWithTheLibrary() {
    var worst = 0.0
    for step in 0...100_000 {
      let x = -Float(step) / 1250
      let exact = Double.exponential(Double(x))
      if x > Exponential.lowest { worst = max(worst, abs(Double(Exponential.of(x)) - exact) / exact) }
    }
    #expect(worst < 1e-6)
    #expect(Exponential.of(0) == 1)
    #expect(Exponential.of(-81) == 0)
    #expect(Exponential.of(-.infinity) == 0)
    #expect(Exponential.of(.nan) == 0)
  }
}
