import Glibc
import JSON
import Qwen2
import Tensors
import Testing
import Tokenizer

@testable import Decoding

/// A GGUF file with everything in it, and models that do not fit.
@Suite struct ModelFilesTests {
  /// Of random weights, with the bundled model's tokenizer.
  private static let path =
    #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 }
    + "/Qwen2Tests/Fixtures/gguf/qwen2-tokenizer/model.gguf"

  @Test func tokenizerIsTheFilesOwn() throws {
    let own = try ModelFiles(path: Self.path).tokenizer()
    let bundled = try Tokenizer(contentsOf: BundledModel.directory + "/tokenizer.json")
    #expect(own.vocabulary.count == bundled.vocabulary.count)
    for text in [
      "Anna Lee is 34 years old.", " ĉio 𝄞 \u{301}x\r\n\n  12345 don't", "<tool_call>\n{\"name\": \"f\"}<|im_end|>",
      "日本語",
    ] {
      #expect(try own.encode(text) == bundled.encode(text))
      #expect(
        try own.decode(own.encode(text), skipSpecialTokens: false)
          == bundled.decode(bundled.encode(text), skipSpecialTokens: false))
    }
    for id in 0..<own.vocabulary.count {
      #expect(own.vocabulary.kind(of: TokenID(id)) == bundled.vocabulary.kind(of: TokenID(id)))
    }
  }

  @Test func fileIsServed() async throws {
    let engine = try Engine(modelDirectory: Self.path, threads: 1)
    #expect(engine.modelName == "model")
    #expect(engine.prompts.template == .qwen2_5)
    #expect(engine.contextLength == 64)
    let prompt = try engine.prompt([ChatMessage(role: .user, content: "Hi")])
    var request = GenerationRequest(
      promptTokens: prompt, sampling: SamplingParameters(temperature: 1, seed: 1), maxTokens: 20)
    request.constraint = .document(try await engine.compile(schema: ["enum": ["yes", "no"]]))
    let text = try await engine.generate(request).text
    #expect(["\"yes\"", "\"no\""].contains(text))
  }

  /// A name of a file's own way to cut texts that is not known, unless a tokenizer lies beside it.
  @Test func unknownTokenizersAreRefused() throws {
    var bytes = try FileMapping.read(path: Self.path)
    let key = Array("tokenizer.ggml.pre".utf8)
    let place = try #require(
      bytes.indices.first { $0 + key.count < bytes.count && bytes[$0..<$0 + key.count].elementsEqual(key) })
    // Behind the key stand a type and a length.
    let value = place + key.count + 12
    #expect(String(decoding: bytes[value..<value + 5], as: UTF8.self) == "qwen2")
    bytes[value + 4] = UInt8(ascii: "9")
    var name = Array("/tmp/sluice-gguf-XXXXXX".utf8CString)
    _ = try #require(unsafe mkdtemp(&name))
    let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let (path, tokenizer) = (folder + "/m.gguf", folder + "/tokenizer.json")
    defer {
      unsafe unlink(path)
      unsafe unlink(tokenizer)
      unsafe rmdir(folder)
    }
    func write(_ bytes: [UInt8], _ path: String) throws {
      let file = try #require(unsafe fopen(path, "w"))
      #expect(unsafe fwrite(bytes, 1, bytes.count, file) == bytes.count)
      unsafe fclose(file)
    }
    try write(bytes, path)
    let files = try ModelFiles(path: path)
    #expect(files.name == "m")
    #expect(throws: EngineError.model(.unsupported(file: path, field: "tokenizer.ggml.pre", value: "qwen9"))) {
      try files.tokenizer()
    }
    try write(FileMapping.read(path: BundledModel.directory + "/tokenizer.json"), tokenizer)
    #expect(try files.tokenizer().vocabulary.count == 2560)
  }

  @Test func whatDoesNotFitIsRefused() {
    let cache = 1 << 50
    do throws(EngineError) {
      _ = try Engine(modelDirectory: BundledModel.directory, threads: 1, cacheBytes: cache)
      Issue.record("a cache of a petabyte fits")
    } catch {
      guard case .doesNotFit(let need, let memory) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(need.cache > cache - (1 << 20) && need.cache <= cache)
      #expect(need.weights > 5_000_000)
      #expect(memory.available < cache)
      #expect(error.description.contains("--kv-cache"))
    }
  }
}
