import Glibc
import JSON
package import Qwen2
import Tensors
package import Tokenizer

extension ChatTemplate {
  /// The template of a model's directory: `chat_template.jinja`, or `chat_template` in `tokenizer_config.json`, which may
  /// name several, of which the default one counts. Where there is none, the family's own.
  ///
  /// - Throws: `EngineError.unknownChatTemplate` for a text that is not known.
  package init(directory: String, family: ModelFamily) throws(EngineError) {
    let (source, file) = try Self.source(directory)
    guard let source else {
      self.init(family)
      return
    }
    guard let template = ChatTemplate(source: source) else { throw .unknownChatTemplate(file: file) }
    self = template
  }

  /// The template of a family's latest models.
  init(_ family: ModelFamily) {
    switch family {
    case .qwen2: self = .qwen2_5
    case .qwen3: self = .qwen3
    case .llama: self = .llama3_1
    }
  }

  private static func source(_ directory: String) throws(EngineError) -> (text: String?, file: String) {
    let file = directory + "/chat_template.jinja"
    if unsafe access(file, F_OK) == 0 { return (String(decoding: try read(file), as: UTF8.self), file) }
    let config = directory + "/tokenizer_config.json"
    guard unsafe access(config, F_OK) == 0 else { return (nil, config) }
    let bytes = try read(config)
    let value: JSONValue
    do throws(JSONParseError) {
      value = try JSONParser.parse(bytes: bytes)
    } catch {
      throw .model(.invalidJSON(file: config, error))
    }
    switch value["chat_template"] {
    case nil, .null: return (nil, config)
    case .string(let text): return (text.text, config)
    case .array(let items):
      let named = items.first { $0["name"] == "default" }
      guard let text = named?["template"]?.stringValue else { throw .unknownChatTemplate(file: config) }
      return (text, config)
    default: throw .unknownChatTemplate(file: config)
    }
  }

  private static func read(_ path: String) throws(EngineError) -> [UInt8] {
    do throws(TensorError) {
      return try FileMapping.read(path: path)
    } catch {
      throw .model(.tensors(error))
    }
  }
}
