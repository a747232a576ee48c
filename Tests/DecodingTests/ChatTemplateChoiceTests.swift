import Glibc
import JSON
import Qwen2
import Testing
import Tokenizer

@testable import Decoding

/// Which chat template a model's directory asks for.
@Suite struct ChatTemplateChoiceTests {
  /// A directory of files, removed by `remove`.
  private func directory(_ files: [String: String]) throws -> String {
    var name = Array("/tmp/sluice-template-XXXXXX".utf8CString)
    _ = try #require(unsafe mkdtemp(&name))
    let path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for (file, text) in files {
      let handle = try #require(unsafe fopen(path + "/" + file, "w"))
      #expect(unsafe fputs(text, handle) >= 0)
      unsafe fclose(handle)
    }
    return path
  }

  private func remove(_ path: String, _ files: some Sequence<String>) {
    for file in files { unsafe unlink(path + "/" + file) }
    unsafe rmdir(path)
  }

  private func choice(
    _ files: [String: String], _ family: ModelFamily = .qwen2
  ) throws -> Result<ChatTemplate, EngineError> {
    let path = try directory(files)
    defer { remove(path, files.keys) }
    do throws(EngineError) {
      return .success(try ChatTemplate(directory: path, family: family))
    } catch .unknownChatTemplate(let file) {
      return .failure(.unknownChatTemplate(file: String(file.dropFirst(path.count + 1))))
    } catch {
      return .failure(error)
    }
  }

  private func known() throws -> String {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    return try #require(try TestFile.json(root + "/Models/bundled/tokenizer_config.json")["chat_template"]?.stringValue)
  }

  @Test func familiesHaveTheirOwn() throws {
    for (family, template) in [(ModelFamily.qwen2, ChatTemplate.qwen2_5), (.qwen3, .qwen3), (.llama, .llama3_1)] {
      #expect(try choice([:], family) == .success(template))
      #expect(try choice(["tokenizer_config.json": "{}"], family) == .success(template))
      #expect(try choice(["tokenizer_config.json": #"{"chat_template": null}"#], family) == .success(template))
    }
  }

  @Test func filesAreRead() throws {
    let text = try known()
    let quoted = JSONWriter.quote(text)
    let config = #"{"chat_template": \#(quoted)}"#
    #expect(try choice(["tokenizer_config.json": config], .llama) == .success(.qwen2_5))
    #expect(
      try choice(
        [
          "tokenizer_config.json":
            #"{"chat_template": [{"name": "rag", "template": "x"}, {"name": "default", "template": \#(quoted)}]}"#
        ], .llama) == .success(.qwen2_5))
    #expect(
      try choice(["tokenizer_config.json": #"{"chat_template": "x"}"#, "chat_template.jinja": text], .llama)
        == .success(.qwen2_5))
  }

  @Test(arguments: [
    #"{"chat_template": "{{ messages }}"}"#, #"{"chat_template": [{"name": "rag", "template": "x"}]}"#,
    #"{"chat_template": 1}"#, #"{"chat_template": ""}"#,
  ])
  func unknownOnesAreRefused(config: String) throws {
    #expect(
      try choice(["tokenizer_config.json": config])
        == .failure(.unknownChatTemplate(file: "tokenizer_config.json")))
  }

  @Test func unknownFileIsRefused() throws {
    #expect(
      try choice([
        "tokenizer_config.json": #"{"chat_template": \#(JSONWriter.quote(known()))}"#, "chat_template.jinja": "",
      ])
        == .failure(.unknownChatTemplate(file: "chat_template.jinja")))
  }

  @Test func aTemplateNeedsItsTokens() throws {
    do throws(EngineError) {
      _ = try Engine(modelDirectory: BundledModel.directory, threads: 1, chatTemplate: .llama3_1)
      Issue.record("a tokenizer without Llama's tokens passed")
    } catch {
      #expect(error == .missingChatToken("<|begin_of_text|>"))
    }
  }
}
