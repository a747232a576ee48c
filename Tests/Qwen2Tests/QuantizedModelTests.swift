import CPUBackend
import JSON
import Testing

@testable import Qwen2

/// Models whose matrices are rounded, while loading or by `sluice quantize`.
@Suite struct QuantizedModelTests {
  private func logits(_ model: Qwen2Model, _ tokens: [Int32]) throws -> [Float] {
    var session = try model.makeSession()
    return try session.forwardAll(tokens)
  }

  /// A written checkpoint is what rounding while loading gives, and that is near the model in floats: as near as a model
  /// can be whose few random weights leave no error room to cancel.
  @Test(arguments: Fixture.all.filter { $0.name.hasPrefix("tied-") }, Quantization.Element.allCases)
  func writtenIsAsLoaded(_ fixture: Fixture, _ element: Quantization.Element) throws {
    let (tokens, expected) = try fixture.expected()
    let backend = try CPUBackend(threads: 2)
    let loaded = try logits(
      try Qwen2Model(directory: fixture.directory, backend: backend, quantization: element), tokens)
    let scratch = try ScratchDirectory()
    let size = try QuantizedCheckpoint(of: fixture.directory, element, backend: backend).write(to: scratch.path)
    #expect(size.after < size.before)
    let model = try Qwen2Model(directory: scratch.path, backend: backend)
    #expect(try logits(model, tokens).map(\.bitPattern) == loaded.map(\.bitPattern))
    #expect(distance(loaded[...], expected[...]) < (element == .int8 ? 0.06 : 0.6))
    #expect(model.endTokens == (try Qwen2Model(directory: fixture.directory, backend: backend)).endTokens)
  }

  @Test func isNotRoundedTwice() throws {
    let backend = try CPUBackend(threads: 1)
    let scratch = try ScratchDirectory()
    let writer = try QuantizedCheckpoint(of: Fixture.all[1].directory, .int8, backend: backend)
    _ = try writer.write(to: scratch.path)
    #expect(throws: ModelError.alreadyQuantized(directory: scratch.path)) {
      try Qwen2Model(directory: scratch.path, backend: backend, quantization: .int4)
    }
    #expect(throws: ModelError.alreadyQuantized(directory: scratch.path)) {
      try QuantizedCheckpoint(of: scratch.path, .int4, backend: backend)
    }
    // Nor is a model written over.
    #expect(throws: ModelError.self) { try writer.write(to: scratch.path) }
  }

  @Test(
    arguments: [
      (#""quant_method":"gptq""#, "quantization_config"),
      (#""quant_method":"sluice","version":2"#, "quantization_config"),
      (
        #""quant_method":"sluice","version":1,"head":{},"layers":{"type":"int3","scales":"f16","group_size":32}"#,
        "type"
      ),
      (
        #""quant_method":"sluice","version":1,"head":{},"layers":{"type":"int4","scales":"i8","group_size":32}"#,
        "scales"
      ),
      (
        #""quant_method":"sluice","version":1,"head":{},"layers":{"type":"int4","scales":"f16","group_size":33}"#,
        "group_size"
      ),
    ])
  func otherFormsAreRefusedByName(_ config: String, _ field: String) throws {
    let file = try ConfigFile(path: "config.json", bytes: Array(#"{"quantization_config":{\#(config)}}"#.utf8))
    do throws(ModelError) {
      _ = try WeightForms(file)
      Issue.record("\(config) passed")
    } catch {
      guard case .unsupported("config.json", field, _) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test(arguments: Quantization.Element.allCases)
  func formsComeBackFromTheConfiguration(_ element: Quantization.Element) throws {
    let text = JSONWriter.write(["quantization_config": WeightForms(element).json])
    #expect(try WeightForms(try ConfigFile(path: "config.json", bytes: Array(text.utf8))) == WeightForms(element))
  }
}
