import Glibc
import JSON
import Qwen2
import Tensors
import Tokenizer

extension SamplingParameters {
  /// The model's own settings, from its `generation_config.json`: `do_sample`, where false is temperature 0,
  /// `temperature`, `top_k`, `top_p`, `min_p` and `repetition_penalty`; null says nothing. Without the file, those of
  /// `init()`.
  init(modelDirectory: String) throws(EngineError) {
    self.init()
    let file = modelDirectory + "/generation_config.json"
    guard unsafe access(file, F_OK) == 0 else { return }
    try take(Self.object(file), file)
  }

  /// Takes what a configuration says.
  ///
  /// - Parameter file: for the error.
  mutating func take(_ config: JSONObject, _ file: String) throws(EngineError) {
    func said(_ field: ExactString) -> JSONValue? {
      guard let value = config[field], !value.isNull else { return nil }
      return value
    }
    if let value = said("temperature") { temperature = try Self.number(value, .temperature, file) }
    if let value = said("top_k") { topK = Int(try Self.number(value, .topK, file)) }
    if let value = said("top_p") { topP = try Self.number(value, .topP, file) }
    if let value = said("min_p") { minP = try Self.number(value, .minP, file) }
    if let value = said("repetition_penalty") { repetitionPenalty = try Self.number(value, .repetitionPenalty, file) }
    if said("do_sample") == false { temperature = 0 }
  }

  private static func object(_ file: String) throws(EngineError) -> JSONObject {
    let bytes: [UInt8]
    do throws(TensorError) {
      bytes = try FileMapping.read(path: file)
    } catch {
      throw .model(.tensors(error))
    }
    do throws(JSONParseError) {
      if let object = try JSONParser.parse(bytes: bytes).objectValue { return object }
    } catch {
      throw .model(.invalidJSON(file: file, error))
    }
    throw .model(.invalidField(file: file, field: "", expected: .object))
  }

  private static func number(_ value: JSONValue, _ field: Field, _ file: String) throws(EngineError) -> Double {
    let limits = limits(of: field)
    guard let number = value.numberValue?.double, number == number, number >= limits.lower, number <= limits.upper,
      !limits.excludesLower || number > limits.lower
    else { throw .invalidSampling(file: file, field: field, limits: limits) }
    return number
  }
}
