import CPUBackend
import JSON

/// How a checkpoint of GPTQ or AWQ holds its matrices: four bits a weight, with a scale and a zero for each group of
/// columns of a row. A weight is scale * (q - zero).
///
/// Sources: arXiv 2210.17323 and 2306.00978; the layouts are those of AutoGPTQ, GPTQModel and AutoAWQ.
struct Int4Layout: Sendable, Hashable {
  enum Method: Sendable, Hashable {
    /// Eight columns of a row in a word, the first in the lowest bits. `zeroBias` is what has to be added to the zeros
    /// that are stored: 1 in the older format, which its zeros wrap around.
    case gptq(zeroBias: UInt32)
    /// Eight rows of a column in a word, in the order `awqOrder`.
    case awq
  }

  /// The row, of eight, whose weight stands in each half byte from the lowest.
  static let awqOrder = [0, 2, 4, 6, 1, 3, 5, 7]

  let method: Method
  /// Columns of a group; nil means all.
  let groupSize: Int?

  /// Reads a `quantization_config` of one of these methods, nil for another.
  init?(_ section: ConfigFile) throws(ModelError) {
    switch section.value("quant_method")?.stringValue {
    case "gptq": method = .gptq(zeroBias: try Self.zeroBias(section))
    case "awq":
      guard section.value("version").map({ $0.stringValue?.lowercased() == "gemm" }) ?? true else {
        throw section.unsupported("version")
      }
      method = .awq
    default: return nil
    }
    let bits: ExactString = section.value("bits") == nil && section.value("w_bit") != nil ? "w_bit" : "bits"
    guard section.value(bits)?.integerValue == 4 else { throw section.unsupported(bits) }
    let group: ExactString =
      section.value("group_size") == nil && section.value("q_group_size") != nil ? "q_group_size" : "group_size"
    if section.value(group)?.integerValue == -1 {
      groupSize = nil
    } else {
      let size = try section.size(group)
      guard size % Quantization.blockSize == 0 else { throw section.unsupported(group) }
      groupSize = size
    }
  }

  private static func zeroBias(_ section: ConfigFile) throws(ModelError) -> UInt32 {
    if try section.flag("is_marlin_format", default: false) { throw section.unsupported("is_marlin_format") }
    if let rules = section.value("dynamic"), rules.objectValue?.isEmpty != true {
      throw section.unsupported("dynamic")
    }
    if let type = section.value("pack_dtype"), type != "int32" { throw section.unsupported("pack_dtype") }
    switch section.value("checkpoint_format")?.stringValue ?? "gptq" {
    case "gptq": return 1
    case "gptq_v2": return 0
    default: throw section.unsupported("checkpoint_format")
    }
  }

  /// For people.
  var words: String {
    let group = groupSize.map { "groups of \($0)" } ?? "one group a row"
    return switch method {
    case .gptq: "GPTQ int4 in \(group)"
    case .awq: "AWQ int4 in \(group)"
    }
  }

  /// The columns that share a scale, and the form that holds them: of a size that there is, and without offsets where the
  /// zero of all groups is 8.
  func form(group: Int, isSymmetric: Bool) -> Quantization? {
    let sizes = stride(from: Quantization.maximumGroupSize, to: 0, by: -Quantization.blockSize)
    guard let size = sizes.first(where: { group % $0 == 0 }) else { return nil }
    return Quantization(
      .int4, groupSize: size, scaleType: isSymmetric ? .f16 : .f32, hasOffsets: !isSymmetric)
  }
}
