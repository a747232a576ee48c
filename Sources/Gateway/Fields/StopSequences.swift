import JSON

/// The `stop` field: a string or a few of them.
enum StopSequences {
  static func read(_ fields: inout FieldReader, limits: GatewayLimits) throws(GatewayError) -> [String] {
    let path = fields.path(of: "stop")
    switch fields.take("stop") {
    case nil: return []
    case .string(let text): return [try checked(text.text, at: path)]
    case .array(let items):
      guard items.count <= limits.stopSequences else {
        throw .outOfRange(path, allowed: "at most \(limits.stopSequences) strings", given: "\(items.count)")
      }
      var texts: [String] = []
      for (index, item) in items.enumerated() {
        guard let text = item.stringValue else {
          throw .wrongType(path.appending(index), expected: "a string", found: item.typeName)
        }
        texts.append(try checked(text, at: path.appending(index)))
      }
      return texts
    case .some(let value): throw .wrongType(path, expected: "a string or an array of strings", found: value.typeName)
    }
  }

  private static func checked(_ text: String, at path: FieldPath) throws(GatewayError) -> String {
    guard !text.isEmpty else { throw .outOfRange(path, allowed: "a non-empty string", given: "\"\"") }
    return text
  }
}
