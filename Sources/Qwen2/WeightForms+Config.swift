import CPUBackend
package import JSON

/// The `quantization_config` of a checkpoint that `sluice quantize` wrote.
extension WeightForms {
  package static let method: ExactString = "sluice"
  /// Of the layout of packed matrices.
  private static let version = 1

  /// Nil when the configuration has none. Throws for another method.
  init?(_ file: ConfigFile) throws(ModelError) {
    guard let section = try file.section("quantization_config") else { return nil }
    guard section.value("quant_method") == .string(Self.method), section.value("version")?.integerValue == Self.version
    else { throw file.unsupported("quantization_config") }
    guard let layers = try section.section("layers"), let head = try section.section("head") else {
      throw section.invalid("layers, head", .object)
    }
    self.init(layers: try Self.form(layers), head: try Self.form(head))
  }

  private static func form(_ section: ConfigFile) throws(ModelError) -> Quantization {
    guard let element = section.value("type")?.stringValue.flatMap({ Quantization.Element(rawValue: $0) }) else {
      throw section.unsupported("type")
    }
    guard let scales = section.value("scales")?.stringValue.flatMap({ Quantization.ScaleType(rawValue: $0) })
    else { throw section.unsupported("scales") }
    let size = try section.size("group_size")
    guard size % Quantization.blockSize == 0, size <= Quantization.maximumGroupSize else {
      throw section.unsupported("group_size")
    }
    return Quantization(
      element, groupSize: size, scaleType: scales, hasOffsets: try section.flag("offsets", default: false))
  }

  /// What a configuration says of these forms.
  package var json: JSONValue {
    func section(_ form: Quantization) -> JSONValue {
      [
        "type": .string(ExactString(form.element.rawValue)), "group_size": .number(JSONNumber(form.groupSize)),
        "scales": .string(ExactString(form.scaleType.rawValue)), "offsets": .bool(form.hasOffsets),
      ]
    }
    return [
      "quant_method": .string(Self.method), "version": .number(JSONNumber(Self.version)), "layers": section(layers),
      "head": section(head),
    ]
  }
}
