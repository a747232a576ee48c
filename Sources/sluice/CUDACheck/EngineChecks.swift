import CUDABackend
import Decoding
import JSON
import Tokenizer

/// Texts that the engine writes on a GPU, many at a time, beside those that it writes on the CPU.
struct EngineChecks {
  let device: CUDADevice
  /// How many of the prompts are used; each is followed by 13 texts.
  let prompts: Int

  static let prompts = [
    "Anna Lee is 34 years old and lives in Oslo.",
    "Order 4711 of 2026-03-05 by Marta Silva: 3 lamps at 24.50 each, to be sent to Porto.",
    "The meeting with Jonas and Priya begins at 9 on Monday; it takes two hours.",
  ]

  private static let schemas = [
    #"{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name","age"]}"#,
    #"""
    {"type":"object","properties":{"city":{"enum":["Oslo","Porto","Lima"]},"date":{"type":"string","format":"date"},
    "words":{"type":"array","items":{"type":"string","maxLength":12},"maxItems":3,"uniqueItems":true}},
    "required":["city","date","words"],"additionalProperties":false}
    """#,
    #"{"type":"array","items":{"type":"number","multipleOf":0.5},"minItems":2,"maxItems":5}"#,
    // Most of these names are no hostnames, which only their end shows: their last token is drawn again.
    #"""
    {"type":"array","items":{"type":"string","format":"hostname","pattern":"^xn--[a-z0-9]{3,6}$"},"minItems":2,
    "maxItems":4}
    """#,
  ]

  /// Writes a text for each prompt and schema in several ways, and some without a schema.
  func run(_ directory: String, _ table: inout CheckTable) async throws {
    let name = directory.split(separator: "/").last.map(String.init) ?? directory
    let onCPU = try Engine(modelDirectory: directory)
    let onGPU = try Engine(modelDirectory: directory, device: device, width: 6, cacheBytes: 64 << 20)
    let expected = try await Self.texts(onCPU, try await requests(onCPU))
    let found = try await Self.texts(onGPU, try await requests(onGPU))
    var (equal, difference, masses) = (0, 0.0, 0)
    for (found, expected) in zip(found, expected) where found.tokens == expected.tokens {
      equal += 1
      for (one, other) in zip(found.maskedMasses, expected.maskedMasses) {
        difference += Double(abs(one - other))
        masses += 1
      }
    }
    // Where activations are rounded, a text differs from the first token on that was nearly as likely as another.
    let isExact = onGPU.computesInFloat32
    table.note(
      name + " texts of the engine", holds: equal * 20 >= found.count * (isExact ? 19 : 5),
      "\(found.count) written, \(equal) as on the CPU")
    // Without a text to compare there is no mean.
    table.note(
      name + " masked mass", masses == 0 ? .infinity : difference / Double(masses), limit: isExact ? 1e-4 : 3e-2)
    try await checkDeterminism(directory, name, &table)
  }

  /// Sets texts that are written one by one beside the same ones written together.
  private func checkDeterminism(_ directory: String, _ name: String, _ table: inout CheckTable) async throws {
    let engine = try Engine(
      modelDirectory: directory, device: device, isDeterministic: true, width: 4, cacheBytes: 64 << 20, lookahead: 2)
    let requests = try await requests(engine).enumerated().filter { $0.offset % 5 == 1 }.map(\.element)
    var alone: [GenerationResult] = []
    for request in requests { alone += try await Self.texts(engine, [request]) }
    let together = try await Self.texts(engine, requests)
    let equal = zip(alone, together).count { $0.tokens == $1.tokens }
    table.note(
      name + " deterministic texts", holds: equal == requests.count, "\(equal) of \(requests.count) the same in company"
    )
  }

  private func requests(_ engine: Engine) async throws -> [GenerationRequest] {
    var requests: [GenerationRequest] = []
    for (number, prompt) in Self.prompts.prefix(prompts).enumerated() {
      let messages = [ChatMessage(role: .user, content: prompt)]
      for (kind, text) in Self.schemas.enumerated() {
        let schema = try JSONParser.parse(text)
        let constraint = try await engine.compile(schema: schema)
        for way in 0..<3 {
          var sampling = SamplingParameters(seed: UInt64(100 * number + 10 * kind + way))
          sampling.temperature = way == 0 ? 0 : 0.8
          if way == 2 { (sampling.topP, sampling.repetitionPenalty, sampling.frequencyPenalty) = (0.9, 1.1, 0.2) }
          var request = GenerationRequest(
            promptTokens: try engine.prompt(messages, schema: schema), constraint: .document(constraint),
            sampling: sampling, maxTokens: 48)
          request.allowsGuesses = way != 1
          if way == 2 && kind == 0 { request.report = ReportOptions(alternatives: 2) }
          requests.append(request)
        }
      }
      var sampling = SamplingParameters(seed: 9)
      sampling.logitBias[TokenID(number)] = 1
      requests.append(
        GenerationRequest(promptTokens: try engine.prompt(messages), sampling: sampling, maxTokens: 24))
    }
    return requests
  }

  /// All at once.
  private static func texts(_ engine: Engine, _ requests: [GenerationRequest]) async throws -> [GenerationResult] {
    try await withThrowingTaskGroup(of: (Int, GenerationResult).self) { group in
      for (number, request) in requests.enumerated() {
        group.addTask { (number, try await engine.generate(request)) }
      }
      var results: [GenerationResult?] = Array(repeating: nil, count: requests.count)
      for try await (number, result) in group { results[number] = result }
      return results.map { $0! }
    }
  }
}
