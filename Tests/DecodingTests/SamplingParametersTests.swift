import JSON
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

  /// Null says nothing, as `transformers` writes it of what is not set.
  @Test func aModelsOwnSettings() throws {
    func read(_ config: String) throws -> SamplingParameters {
      var parameters = SamplingParameters()
      try parameters.take(#require(JSONParser.parse(config).objectValue), "generation_config.json")
      return parameters
    }
    let set = try read(#"{"temperature":0.5,"top_k":20,"top_p":0.8,"min_p":0.1,"repetition_penalty":1.1}"#)
    #expect((set.temperature, set.topK, set.topP) == (0.5, 20, 0.8))
    #expect((set.minP, set.repetitionPenalty) == (0.1, 1.1))
    #expect(try read(#"{"temperature":0.5,"do_sample":false}"#).temperature == 0)
    let unset = try read(#"{"temperature":null,"top_k":null,"top_p":null,"do_sample":null}"#)
    let standard = SamplingParameters()
    #expect((unset.temperature, unset.topK, unset.topP) == (standard.temperature, standard.topK, standard.topP))
    #expect(throws: EngineError.self) { try read(#"{"top_p":1.5}"#) }
  }
}
