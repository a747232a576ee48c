import Testing
import Tokenizer

@testable import Decoding

/// Parameters outside their limits are refused with the field, the value and the limits.
@Suite struct SamplingParametersTests {
  private func failure(_ parameters: SamplingParameters) -> SamplingError? {
    do throws(SamplingError) {
      _ = try Sampler(parameters, vocabularySize: 10)
      return nil
    } catch {
      return error
    }
  }

  private func expectRefused(_ parameters: SamplingParameters, _ field: SamplingParameters.Field, _ given: Double) {
    let limits = SamplingParameters.limits(of: field)
    #expect(failure(parameters) == .outOfRange(field: field, given: given, limits: limits))
  }

  @Test func limitsAreKept() {
    expectRefused(SamplingParameters(temperature: -0.1), .temperature, -0.1)
    expectRefused(SamplingParameters(temperature: .infinity), .temperature, .infinity)
    expectRefused(SamplingParameters(topK: -1), .topK, -1)
    expectRefused(SamplingParameters(topP: 1.01), .topP, 1.01)
    expectRefused(SamplingParameters(topP: -0.01), .topP, -0.01)
    expectRefused(SamplingParameters(minP: 2), .minP, 2)
    expectRefused(SamplingParameters(repetitionPenalty: 0), .repetitionPenalty, 0)
    expectRefused(SamplingParameters(repetitionPenalty: 1001), .repetitionPenalty, 1001)
    expectRefused(SamplingParameters(presencePenalty: 2.1), .presencePenalty, 2.1)
    expectRefused(SamplingParameters(frequencyPenalty: -2.1), .frequencyPenalty, -2.1)
  }

  @Test func notANumberIsRefused() {
    func isRefused(_ parameters: SamplingParameters, _ field: SamplingParameters.Field) -> Bool {
      if case .outOfRange(field, _, _) = failure(parameters) { true } else { false }
    }
    #expect(isRefused(SamplingParameters(temperature: .nan), .temperature))
    #expect(isRefused(SamplingParameters(topP: .nan), .topP))
    #expect(isRefused(SamplingParameters(repetitionPenalty: .nan), .repetitionPenalty))
    #expect(isRefused(SamplingParameters(logitBias: [TokenID(1): .nan]), .logitBias))
  }

  @Test func biasedTokensMustExist() {
    #expect(failure(SamplingParameters(logitBias: [TokenID(9): 1])) == nil)
    #expect(
      failure(SamplingParameters(logitBias: [TokenID(10): 1]))
        == .biasedTokenOutOfRange(token: TokenID(10), vocabularySize: 10))
  }

  @Test func messagesNameFieldAndLimit() {
    let error = failure(SamplingParameters(topP: 1.5))
    #expect(error?.description == "top_p of 1.5 is not within 0.0...1.0")
  }
}
