import CPUBackend
import Tensors
import Testing

@testable import Qwen2

/// What is told of a model without loading it is what loading gives.
@Suite struct OutlineTests {
  private func bytes(_ model: Qwen2Model) -> Int {
    let embedding = model.config.tiesEmbeddings ? 0 : model.weights.embedding.byteCount
    return model.bytesPerStep + embedding + model.config.vectorBytes
  }

  @Test(arguments: Fixture.all + StoredWeightTests.int4.map { Fixture(name: $0.name) })
  func directories(_ fixture: Fixture) throws {
    let outline = try ModelOutline(directory: fixture.directory)
    let model = try Qwen2Model(directory: fixture.directory, threads: 1)
    #expect(outline.config == model.config)
    #expect(outline.weightBytes == bytes(model))
    #expect(outline.cacheShape == model.cacheShape())
    #expect((outline.quantization != nil) == fixture.name.hasPrefix("int4"))
  }

  @Test(arguments: StoredWeightTests.gguf) func ggufFiles(_ item: StoredWeightTests.Case) throws {
    let file = try GGUFFile(path: "\(Fixture.root)/\(item.name)/model.gguf")
    let outline = try ModelOutline(gguf: file)
    let model = try Qwen2Model(gguf: file, threads: 1)
    #expect(outline.weightBytes == bytes(model))
    #expect(outline.cacheShape == model.cacheShape())
  }

  @Test(arguments: Quantization.Element.allCases) func roundedOnes(_ element: Quantization.Element) throws {
    let directory = Fixture.all[1].directory
    let outline = try ModelOutline(directory: directory, rounding: element)
    let model = try Qwen2Model(directory: directory, threads: 1, quantization: element)
    #expect(outline.weightBytes == bytes(model))
    #expect(outline.cacheShape == model.cacheShape())
    #expect(outline.quantization?.contains("rounded while loading") == true)
  }

  @Test func parametersAreCounted() {
    #expect(Qwen2Config(.half).parameters == 494_032_768)
    #expect(Qwen2Config(.seven).parameters == 7_615_616_512)
  }

  @Test func needsAreCompared() throws {
    let memory = SystemMemory(total: 1000, available: 300)
    #expect(MemoryNeed(weights: 200, cache: 100).fits(memory))
    #expect(!MemoryNeed(weights: 200, cache: 101).fits(memory))
    #expect(!MemoryNeed(weights: 1, cache: .max).fits(memory))
    let own = try SystemMemory.read()
    #expect(own.available > 0 && own.available <= own.total)
  }
}
