import Glibc
import JSON

extension RotaryScaling {
  /// Reads `rope_scaling` (version 4 of `transformers`) or `rope_parameters` (version 5). Every member that is not known
  /// for the type is refused, and so are other types.
  ///
  /// - Parameter positions: `max_position_embeddings`.
  init(_ section: ConfigFile, in file: ConfigFile, name: ExactString, positions: Int) throws(ModelError) {
    let type = section.value("rope_type") ?? section.value("type") ?? "default"
    // Both names stand in files that were written by a version between.
    if let old = section.value("type"), old != type { throw file.unsupported(name) }
    var known: Set<ExactString> = ["rope_theta", "rope_type", "type"]
    func number(_ field: ExactString, default standard: Double? = nil) throws(ModelError) -> Double {
      known.insert(field)
      guard standard != nil || section.value(field) != nil else { throw section.invalid(field, .positiveNumber) }
      return try section.number(field, default: standard ?? 0)
    }
    func size(_ field: ExactString, default standard: Int? = nil) throws(ModelError) -> Int {
      known.insert(field)
      return try section.size(field, default: standard)
    }
    switch type {
    case "default": self = .none
    case "linear": self = .linear(factor: try number("factor"))
    case "llama3":
      let scaling = Llama3(
        factor: try number("factor"), lowFrequencyFactor: try number("low_freq_factor"),
        highFrequencyFactor: try number("high_freq_factor"),
        originalPositions: try size("original_max_position_embeddings"))
      guard scaling.lowFrequencyFactor < scaling.highFrequencyFactor else { throw file.unsupported(name) }
      self = .llama3(scaling)
    case "yarn":
      let factor = try number("factor")
      self = .yarn(
        Yarn(
          factor: factor, originalPositions: try size("original_max_position_embeddings", default: positions),
          attentionFactor: try number("attention_factor", default: factor > 1 ? 0.1 * log(factor) + 1 : 1),
          betaFast: try number("beta_fast", default: 32), betaSlow: try number("beta_slow", default: 1)))
    default: throw file.unsupported(name)
    }
    for member in section.object.members where !member.value.isNull && !known.contains(member.key) {
      if member.key == "partial_rotary_factor", member.value.numberValue?.double == 1 { continue }
      throw file.unsupported(name)
    }
  }

  /// The longest sequence of a model whose configuration says `positions`. Configurations name the length before YaRN or
  /// a linear factor, and the one after Llama 3's.
  func stretched(_ positions: Int) -> Int {
    let stretched =
      switch self {
      case .none, .llama3, .divided: Double(positions)
      case .linear(let factor): Double(positions) * factor
      case .yarn(let yarn): max(Double(positions), Double(yarn.originalPositions) * yarn.factor)
      }
    return max(Int(min(stretched, Double(Int32.max))), 1)
  }
}
