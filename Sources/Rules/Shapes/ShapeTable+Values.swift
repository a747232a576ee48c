import JSON

extension ShapeTable {
  /// The value of a document, read as its shape says. What contradicts the shape is read as it is.
  ///
  /// - Throws: `conversion`, `outOfRange`, `invalidTimestamp`, `invalidDuration` for texts and numbers that their types
  ///   do not have.
  func value(of json: JSONValue, as id: ShapeID) throws(EvaluationProblem) -> Value {
    let shape = self[id]
    switch (shape.kind, json) {
    case (.integer, .number(let number)):
      let decimal = ExactDecimal(number)
      guard let integer = decimal.clampedInteger else { return .double(number.double) }
      guard ExactDecimal(integer) == decimal else { throw .outOfRange("int") }
      return .int(Int64(integer))
    case (.number, .number(let number)): return .double(number.double)
    case (.timestamp, .string(let text)): return .timestamp(try Timestamp(text: text.text))
    case (.date, .string(let text)): return .timestamp(try Timestamp(text: text.text + "T00:00:00Z"))
    case (.timeSpan, .string(let text)):
      return .duration(text.text.contains("P") ? try TimeSpan(iso8601: text.text) : try TimeSpan(text: text.text))
    case (.bytes, .string(let text)):
      guard let bytes = Base64.decode(text.text) else { throw .conversion(from: "'\(text)'", to: "bytes") }
      return .bytes(bytes)
    case (.list(let element), .array(let items)):
      var values: [Value] = []
      values.reserveCapacity(items.count)
      for item in items { values.append(try value(of: item, as: element)) }
      return .list(values)
    case (.map(let element), .object(let object)):
      var map = MapValue()
      for member in object.members { try map.append(.string(member.key), value(of: member.value, as: element)) }
      return .map(map)
    case (.object(let fields), .object(let object)):
      var map = MapValue()
      for member in object.members {
        try map.append(.string(member.key), value(of: member.value, as: fields[member.key] ?? Self.any))
      }
      return .map(map)
    default: return Value(json)
    }
  }
}
