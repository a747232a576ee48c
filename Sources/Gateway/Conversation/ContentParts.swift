import JSON

/// What a message says: a string, or an array of parts.
enum ContentParts {
  /// The text; parts are joined by line breaks.
  ///
  /// - Parameter types: the types of parts that are text, by the API's names.
  static func text(
    _ value: JSONValue, at path: FieldPath, types: [String]
  ) throws(GatewayError) -> String {
    switch value {
    case .string(let text): return text.text
    case .array(let parts):
      guard !parts.isEmpty else { throw .outOfRange(path, allowed: "at least one part", given: "an empty array") }
      var texts: [String] = []
      for (index, part) in parts.enumerated() { texts.append(try Self.part(part, at: path.appending(index), types)) }
      return texts.joined(separator: "\n")
    default: throw .wrongType(path, expected: "a string or an array of parts", found: value.typeName)
    }
  }

  private static func part(_ value: JSONValue, at path: FieldPath, _ types: [String]) throws(GatewayError) -> String {
    var fields = try FieldReader(value, at: path)
    let type = try fields.requiredString("type")
    guard types.contains(type) else {
      let known = types.map { "'\($0)'" }.joined(separator: " and ")
      throw .unsupported(
        fields.path(of: "type"), reason: "parts of type '\(type)' are not supported, only \(known)")
    }
    let text = try fields.requiredString("text")
    // What clients send back of an answer, and a hint for caches.
    fields.ignore("prompt_cache_breakpoint", "annotations", "logprobs")
    try fields.finish()
    return text
  }
}
