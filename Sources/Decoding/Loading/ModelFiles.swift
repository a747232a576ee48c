package import CPUBackend
import CUDABackend
import Glibc
package import Qwen2
package import Tensors
package import Tokenizer

/// What a model comes in: a Hugging Face directory, or a GGUF file, beside which a `tokenizer.json` may lie that is used
/// instead of the file's own tokenizer.
package enum ModelFiles: Sendable {
  case directory(String)
  case gguf(GGUFFile)

  /// - Parameter path: that of a GGUF file ends in `.gguf`.
  package init(path: String) throws(EngineError) {
    guard path.hasSuffix(GGUFFile.suffix) else {
      self = .directory(path)
      return
    }
    do throws(TensorError) {
      self = .gguf(try GGUFFile(path: path))
    } catch {
      throw .model(.tensors(error))
    }
  }

  /// The last part of the path, without the ending of a file.
  var name: String {
    switch self {
    case .directory(let path): path.split(separator: "/").last { $0 != "." }.map(String.init) ?? path
    case .gguf(let file): String(file.path.split(separator: "/").last!.dropLast(GGUFFile.suffix.utf8.count))
    }
  }

  /// What the model is and takes, found without loading it.
  package func outline(rounding: Quantization.Element?) throws(EngineError) -> ModelOutline {
    do throws(ModelError) {
      switch self {
      case .directory(let path): return try ModelOutline(directory: path, rounding: rounding)
      case .gguf(let file):
        guard rounding == nil else { throw .notRounded(file: file.path) }
        return try ModelOutline(gguf: file)
      }
    } catch {
      throw .model(error)
    }
  }

  /// Loads the weights.
  ///
  /// - Parameter device: the GPU that is to have them; nil for the processor.
  func model(
    _ backend: CPUBackend, quantization: Quantization.Element?, device: CUDADevice?
  ) throws(EngineError) -> any LanguageModel {
    do throws(ModelError) {
      if let device {
        switch self {
        case .directory(let path):
          return try Qwen2DeviceModel(directory: path, backend, quantization: quantization, on: device)
        case .gguf(let file):
          guard quantization == nil else { throw .notRounded(file: file.path) }
          return try Qwen2DeviceModel(gguf: file, backend, on: device)
        }
      }
      switch self {
      case .directory(let path):
        return try Qwen2Model(directory: path, backend: backend, quantization: quantization)
      case .gguf(let file):
        guard quantization == nil else { throw .notRounded(file: file.path) }
        return try Qwen2Model(gguf: file, backend: backend)
      }
    } catch {
      throw .model(error)
    }
  }

  func tokenizer() throws(EngineError) -> Tokenizer {
    let path: String
    switch self {
    case .directory(let directory): path = directory + "/tokenizer.json"
    case .gguf(let file):
      path = Self.beside(file.path, "tokenizer.json")
      guard unsafe access(path, F_OK) == 0 else { return try GGUFTokenizer(file).tokenizer() }
    }
    do throws(TokenizerError) {
      return try Tokenizer(contentsOf: path)
    } catch {
      throw .tokenizer(error)
    }
  }

  /// The template that the files name, or else the family's own.
  ///
  /// - Throws: `EngineError.unknownChatTemplate` for one that is not known.
  package func chatTemplate(_ family: ModelFamily) throws(EngineError) -> ChatTemplate {
    switch self {
    case .directory(let path): return try ChatTemplate(directory: path, family: family)
    case .gguf(let file):
      guard let source = file.metadata["tokenizer.chat_template"]?.text else { return ChatTemplate(family) }
      guard let template = ChatTemplate(source: source) else { throw .unknownChatTemplate(file: file.path) }
      return template
    }
  }

  func sampling() throws(EngineError) -> SamplingParameters {
    switch self {
    case .directory(let path): try SamplingParameters(modelDirectory: path)
    case .gguf: SamplingParameters()
    }
  }

  private static func beside(_ path: String, _ name: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return name }
    return path[...slash] + name
  }
}
