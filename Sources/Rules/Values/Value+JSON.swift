package import JSON

extension Value {
  /// A document without a schema: numbers without fraction and exponent that fit into 64 bits are integers, other ones
  /// doubles; objects are maps.
  package init(_ json: JSONValue) {
    switch json {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .number(let number): self = Int64(number.text).map { .int($0) } ?? .double(number.double)
    case .string(let text): self = .string(text)
    case .array(let items): self = .list(items.map { Value($0) })
    case .object(let object): self = .map(MapValue(object))
    }
  }

  /// The value as a document: bytes in base64, times as texts, a type by its name, an empty optional as null; the keys
  /// of maps as texts.
  ///
  /// - Throws: `conversion` for what JSON cannot say: NaN and infinities, and maps with two keys of one text.
  package func json() throws(EvaluationProblem) -> JSONValue {
    switch self {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .integer(Int(number))
    case .uint(let number):
      guard let json = JSONNumber(text: String(number)) else { throw .conversion(from: String(number), to: "JSON") }
      return .number(json)
    case .double(let number):
      guard number.isFinite else { throw .conversion(from: number.celText, to: "JSON") }
      return .number(JSONNumber(number))
    case .string(let text): return .string(text)
    case .bytes(let bytes): return .string(Base64.encode(bytes))
    case .list(let items):
      var values: [JSONValue] = []
      for item in items { values.append(try item.json()) }
      return .array(values)
    case .map(let map):
      var object = JSONObject()
      for entry in map.entries {
        let key: ExactString
        switch entry.key {
        case .string(let text): key = text
        case .uint(let number): key = ExactString(String(number))
        default: key = ExactString(entry.key.shortDescription)
        }
        guard object[key] == nil else { throw .conversion(from: "two keys '\(key)'", to: "JSON") }
        object[key] = try entry.value.json()
      }
      return .object(object)
    case .timestamp(let timestamp): return .string(timestamp.description)
    case .duration(let duration): return .string(duration.description)
    case .type(let name): return .string(name)
    case .optional(let content): return try content?.json() ?? .null
    }
  }
}
