import JSON
import Testing

@testable import Rules

/// Expressions that are nearly right: whatever they are, they give a value or a named error.
@Suite struct MutationTests {
  /// SplitMix64, so that every run has the same cases.
  private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
  }

  private static let pieces: [[UInt8]] = [
    "1", "0", "-", "'a'", "[", "]", "(", ")", "{", "}", ".", "?", ":", ",", " in ", "&&", "!", "u", "null", "dyn(", "x",
    ".size()", "9223372036854775807", "1e308", "\\", "\"", "'", "b'\\xff'", "timestamp(0)", "duration('1s')",
    ".map(x, x)", ".?a", "[?0]", "optional.none()", "é", "//", "\n",
  ].map { Array($0.utf8) }

  private static func kind(of error: RuleError) -> String {
    switch error {
    case .syntax: "syntax"
    case .type: "type"
    case .evaluation: "evaluation"
    default: "\(error)"
    }
  }

  @Test(arguments: 0..<8) func mutations(seed: Int) throws {
    var random = Random(state: UInt64(seed))
    let texts = try ConformanceSuite().cases.compactMap { $0.json["expr"]?.stringValue }
    var outcomes: [String: Int] = [:]
    for _ in 0..<1_500 {
      var text = Array(texts.randomElement(using: &random)!.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0...text.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: text.insert(contentsOf: Self.pieces.randomElement(using: &random)!, at: place)
        case 1: text.removeSubrange(place..<min(text.count, place + Int.random(in: 1...4, using: &random)))
        case 2:
          let other = Array(texts.randomElement(using: &random)!.utf8)
          text.replaceSubrange(place..<min(text.count, place + 5), with: other.prefix(40))
        default:
          if place < text.count { text[place] = UInt8.random(in: 0x20...0x7E, using: &random) }
        }
      }
      let expression = String(decoding: text, as: UTF8.self)
      for checking in [Environment.Checking.ahead, .atRunTime] {
        do throws(RuleError) {
          let environment = Environment(["x": .dyn, "a": .list(.int)], checking: checking)
          let program = try Program(expression, in: environment)
          let bound = program.estimate(SizeEstimate.Source(documentBytes: 100)).maximum
          let variables: [String: Value] = ["x": .map(MapValue()), "a": .list([.int(0)])]
          let (_, cost) = try program.evaluate(variables, costLimit: 100_000)
          #expect(cost <= bound, "\(expression)")
          outcomes["value", default: 0] += 1
        } catch {
          outcomes[Self.kind(of: error), default: 0] += 1
        }
      }
    }
    #expect(outcomes.count == 4)
  }
}
