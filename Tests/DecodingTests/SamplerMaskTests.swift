import Testing
import Tokenizer

@testable import Decoding

/// A masked-out token is never returned, whatever the logits and the settings.
@Suite struct SamplerMaskTests {
  static let parameters: [SamplingParameters] = {
    var all: [SamplingParameters] = []
    for temperature in [0, 1e-300, 1e-3, 1, 1e30, Double.greatestFiniteMagnitude] {
      for topK in [0, 1, 2, 1000] {
        for topP in [0, 1e-9, 0.9, 1] {
          for minP in [0, 0.5, 1] {
            all.append(SamplingParameters(temperature: temperature, topK: topK, topP: topP, minP: minP, seed: 3))
          }
        }
      }
    }
    return all
  }()

  /// Extreme logits; tokens 1, 34 and 69 are allowed in each.
  static let logits: [String: [Float]] = [
    "zeros": fill(0, 0),
    "forbidden are far better": fill(3e38, -3e38),
    "forbidden are +inf": fill(.infinity, 0),
    "forbidden are NaN": fill(.nan, 0),
    "all NaN": fill(.nan, .nan),
    "all +inf": fill(.infinity, .infinity),
    "all -inf": fill(-.infinity, -.infinity),
    "allowed are -inf": fill(1, -.infinity),
    "allowed are NaN": fill(1, .nan),
    "allowed are +inf": fill(1, .infinity),
    "signalling NaN": fill(.signalingNaN, .signalingNaN),
  ]
  static let allowed: Set<Int> = [1, 34, 69]

  private static func fill(_ forbidden: Float, _ allowed: Float) -> [Float] {
    (0..<70).map { Self.allowed.contains($0) ? allowed : forbidden }
  }

  @Test(arguments: logits.keys.sorted()) func nothingForbiddenIsDrawn(_ name: String) throws {
    let logits = try #require(Self.logits[name])
    for parameters in Self.parameters {
      let tokens = Set(try SamplerTests.draws(3, parameters, logits, allowed: Self.allowed))
      #expect(tokens.isSubset(of: Self.allowed), "\(parameters)")
    }
  }

  @Test(arguments: logits.keys.sorted()) func biasAndPenaltiesStayBehindTheMask(_ name: String) throws {
    let logits = try #require(Self.logits[name])
    for bias in [Double.infinity, 1e300, -.infinity] {
      for temperature in [0, 1.0] {
        let parameters = SamplingParameters(
          temperature: temperature, repetitionPenalty: 1e-3, presencePenalty: -2, frequencyPenalty: -2,
          logitBias: Dictionary(uniqueKeysWithValues: (0..<70).map { (TokenID($0), bias) }), seed: 1)
        let everything = (0..<70).map { TokenID($0) }
        let tokens = try SamplerTests.draws(
          5, parameters, logits, allowed: Self.allowed, prompt: everything, generated: everything + everything)
        #expect(Set(tokens).isSubset(of: Self.allowed), "\(parameters)")
      }
    }
  }

  @Test func randomLogitsAndMasks() throws {
    var random = Xoshiro256(seed: 99)
    let specials: [Float] = [.nan, .infinity, -.infinity, 3.4e38, -3.4e38, 1.5e-38, -0.0]
    for _ in 0..<400 {
      let count = Int.random(in: 1...200, using: &random)
      let logits = (0..<count).map { _ in
        Int.random(in: 0..<4, using: &random) == 0
          ? specials.randomElement(using: &random)! : Float.random(in: -20...20, using: &random)
      }
      let allowed = Set((0..<count).filter { _ in Bool.random(using: &random) } + [count - 1])
      for _ in 0..<8 {
        let parameters = try #require(Self.parameters.randomElement(using: &random))
        let tokens = try SamplerTests.draws(2, parameters, logits, allowed: allowed)
        #expect(Set(tokens).isSubset(of: allowed))
      }
    }
  }

  @Test func specialValuesRank() throws {
    func draws(_ logits: [Float], temperature: Double) throws -> Set<Int> {
      Set(try SamplerTests.draws(300, SamplingParameters(temperature: temperature, seed: 1), logits))
    }
    #expect(try draws([.nan, 1, 2], temperature: 0) == [2])
    #expect(try draws([.nan, 1, 1], temperature: 1) == [1, 2])
    #expect(try draws([3e38, .infinity, 5, .infinity], temperature: 1) == [1, 3])
    #expect(try draws([3e38, .infinity, 5, .infinity], temperature: 0) == [1])
    #expect(try draws([.nan, -.infinity, .nan], temperature: 1) == [0])
  }

  @Test func emptyMasksAreAnError() throws {
    for words in [[], [0, 0, 0], [0, 0, 0b1111_1100_0000]] as [[UInt32]] {
      var sampler = try Sampler(SamplingParameters(), vocabularySize: 70)
      let logits = [Float](repeating: 1, count: 70)
      var failure: SamplingError?
      do throws(SamplingError) {
        _ = try sampler.sample(logits.span, allowed: words.span)
      } catch {
        failure = error
      }
      #expect(failure == .nothingAllowed)
    }
  }

  /// A model's output may be padded past the tokenizer's vocabulary, and the mask may be rounded up past the logits.
  @Test func masksMayBeShorterOrLongerThanLogits() throws {
    var sampler = try Sampler(SamplingParameters(temperature: 0), vocabularySize: 70)
    func greedy(_ words: [UInt32]) throws -> Int {
      let logits = (0..<70).map { Float($0) }
      return try sampler.sample(logits.span, allowed: words.span).index
    }
    #expect(try greedy([.max]) == 31)
    #expect(try greedy([.max, .max, .max, .max]) == 69)
  }
}
