import CPUBackend
import Glibc
import Testing

@Suite struct MaskedMassTests {
  static let instructionSets = InstructionSet.allCases.filter { $0 <= .best }

  private static func mask(_ count: Int, _ allowed: Set<Int>) -> [UInt32] {
    var words = [UInt32](repeating: 0, count: count / 32 + 1)
    for token in allowed { words[token / 32] |= 1 << UInt32(token % 32) }
    return words
  }

  private static func mass(_ logits: [Float], _ allowed: Set<Int>, _ isa: InstructionSet) throws -> Double {
    try CPUBackend(threads: 1, instructionSet: isa)
      .maskedMass(logits.span, allowed: mask(logits.count, allowed).span)
  }

  @Test(arguments: instructionSets, [1, 7, 31, 32, 33, 64, 70, 2048])
  func isTheShareOfSoftmax(_ isa: InstructionSet, _ count: Int) throws {
    let logits = (0..<count).map { Float(($0 * 37) % 71) / 7 - 5 }
    for step in [1, 2, 3, 40] {
      let allowed = Set(stride(from: step - 1, to: count, by: step))
      let weights = logits.map { exp(Double($0)) }
      let forbidden = (0..<count).filter { !allowed.contains($0) }.reduce(0) { $0 + weights[$1] }
      let mass = try Self.mass(logits, allowed, isa)
      #expect(abs(mass - forbidden / weights.reduce(0, +)) < 1e-5)
      #expect((0...1).contains(mass))
    }
  }

  @Test(
    arguments: instructionSets,
    [
      // Of forbidden and of allowed tokens, and what is expected; three of 70 are allowed.
      (0, 0, 67.0 / 70), (3e38, -3e38, 1), (.infinity, 0, 1), (.nan, 0, 0), (.nan, .nan, 0),
      (-.infinity, -.infinity, 0),
      (.infinity, .infinity, 67.0 / 70), (1, -.infinity, 1), (1, .nan, 1), (1, .infinity, 0), (-3e38, 3e38, 0),
    ] as [(Float, Float, Double)])
  func extremeLogitsHaveOne(_ isa: InstructionSet, _ logits: (forbidden: Float, allowed: Float, mass: Double)) throws {
    let allowed: Set = [1, 34, 69]
    let values = (0..<70).map { allowed.contains($0) ? logits.allowed : logits.forbidden }
    #expect(abs(try Self.mass(values, allowed, isa) - logits.mass) < 1e-6)
  }
}
