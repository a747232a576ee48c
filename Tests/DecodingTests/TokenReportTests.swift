import JSON
import Masking
import Testing
import Tokenizer

@testable import Decoding

@Suite struct TokenReportTests {
  /// Over more tokens than a word of a mask has, and not a multiple of it.
  private static let logits: [Float] = (0..<70).map { Float(($0 * 37) % 70) / 7 - 5 }

  private static func mask(_ tokens: some Sequence<Int>) -> TokenBitmask {
    var mask = TokenBitmask(vocabularySize: 70)
    for token in tokens { mask[TokenID(token)] = true }
    return mask
  }

  private static func weights(_ tokens: some Sequence<Int>) -> Double {
    tokens.reduce(0) { $0 + Double.exponential(Double(logits[$1])) }
  }

  @Test func probabilitiesAreThoseAmongWhatIsAllowed() throws {
    let allowed = [3, 31, 32, 63, 64]
    var reporter = TokenReporter(ReportOptions(alternatives: 3, tellsUnmasked: true))
    let report = reporter.report(of: TokenID(32), Self.logits.span, allowed: Self.mask(allowed), maskedMass: 0.5)
    let expected = Double.exponential(Double(Self.logits[32])) / Self.weights(allowed)
    #expect(abs(Double.exponential(report.logprob) - expected) < 1e-5)
    #expect(report.allowed == 5)
    let ranked = allowed.sorted { Self.logits[$0] > Self.logits[$1] }
    #expect(report.likeliest.map(\.token.index) == Array(ranked.prefix(3)))
    let unmasked = try #require(report.unmasked)
    #expect(unmasked.maskedMass == 0.5)
    #expect(
      unmasked.likeliest.map(\.token.index) == Array((0..<70).sorted { Self.logits[$0] > Self.logits[$1] }.prefix(3)))
    #expect(unmasked.likeliest.map(\.isAllowed) == unmasked.likeliest.map { allowed.contains($0.token.index) })
  }

  @Test(arguments: SamplerMaskTests.logits.keys.sorted()) func extremeLogitsHaveProbabilities(_ name: String) throws {
    let logits = try #require(SamplerMaskTests.logits[name])
    var reporter = TokenReporter(ReportOptions(alternatives: 20, tellsUnmasked: true))
    let report = reporter.report(of: TokenID(34), logits.span, allowed: Self.mask([1, 34, 69]), maskedMass: 0)
    #expect(report.logprob <= 0)
    #expect(report.likeliest.map(\.token.index) == [1, 34, 69])
    for candidate in report.likeliest + report.unmasked!.likeliest { #expect(candidate.logprob <= 0) }
  }

  @Test func reportsFollowTheTokens() async throws {
    let engine = try BundledModel.shared.get()
    let schema = EngineTests.person
    var request = GenerationRequest(
      promptTokens: try engine.prompt([ChatMessage(role: .user, content: "Anna Lee is 34 years old.")], schema: schema),
      constraint: .document(try await engine.compile(schema: schema)),
      sampling: SamplingParameters(temperature: 1, seed: 5), maxTokens: 60)
    let silent = try await engine.generate(request)
    #expect(silent.reports.isEmpty)
    request.report = ReportOptions(alternatives: 4, tellsUnmasked: true)
    let pieces = AsyncStream.makeStream(of: TokenReport.self)
    let result = try await engine.generate(request) {
      if case .token(let report) = $0 { pieces.continuation.yield(report) }
    }
    pieces.continuation.finish()
    var told: [TokenReport] = []
    for await report in pieces.stream { told.append(report) }
    #expect(result.tokens == silent.tokens)
    #expect(told == result.reports)
    #expect(told.map(\.token) == result.tokens)
    #expect(told.contains { $0.allowed == 1 } && told.contains { $0.allowed > 1 })
    for report in told {
      #expect((report.unmasked == nil) == (report.allowed == 1))
      #expect(report.likeliest.count == min(report.allowed, 4))
      if report.allowed == 1 { #expect(report.logprob == 0) }
      #expect(report.likeliest.allSatisfy { $0.isAllowed })
    }
    #expect(result.maskedMasses == silent.maskedMasses)
    #expect(result.maskedMasses.allSatisfy { (0...1).contains($0) })
  }
}
