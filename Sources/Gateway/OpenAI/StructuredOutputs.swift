import JSON
import Schema

/// The fields that vLLM adds to OpenAI's API: `structured_outputs`, and the older `guided_json`, `guided_regex`,
/// `guided_choice`.
enum StructuredOutputs {
  /// - Returns: nil when there is none of them; and the field that says so.
  static func read(
    _ fields: inout FieldReader, limits: GatewayLimits
  ) throws(GatewayError) -> OutputFormat? {
    var formats: [OutputFormat] = []
    let path = fields.path(of: "structured_outputs")
    if let value = fields.take("structured_outputs") {
      var own = try FieldReader(value, at: path)
      try formats += read(&own, prefix: "", limits)
      if try own.bool("json_object") == true {
        formats.append(.json(schema: ["type": "object"], path: own.path(of: "json_object")))
      }
      try own.refuse("disable_additional_properties", unless: [false], reason: "a schema is kept to the letter")
      // Documents have no whitespace between their parts, and nothing falls back.
      own.ignore("disable_any_whitespace", "disable_fallback")
      try own.finish()
      guard !formats.isEmpty else {
        throw .outOfRange(path, allowed: "one of 'json', 'regex', 'choice' and 'json_object'", given: "none")
      }
    }
    try formats += read(&fields, prefix: "guided_", limits)
    // What compiles the constraint there.
    fields.ignore("guided_decoding_backend")
    if formats.count > 1 {
      throw .conflict(formats[1].path!, with: formats[0].path!, reason: "a text has one constraint")
    }
    return formats.first
  }

  private static func read(
    _ fields: inout FieldReader, prefix: String, _ limits: GatewayLimits
  ) throws(GatewayError) -> [OutputFormat] {
    func key(_ name: String) -> ExactString { ExactString(prefix + name) }
    var formats: [OutputFormat] = []
    let jsonPath = fields.path(of: key("json"))
    if let value = fields.take(key("json")) {
      formats.append(try OutputFormat.json(try schema(value, at: jsonPath, limits), at: jsonPath, limits: limits))
    }
    if let pattern = try fields.string(key("regex")) {
      formats.append(try matching(pattern, at: fields.path(of: key("regex"))))
    }
    if let choices = try fields.array(key("choice")) {
      formats.append(try choice(choices, at: fields.path(of: key("choice"))))
    }
    try fields.refuse(key("grammar"), reason: "grammars are not supported")
    try fields.refuse(key("whitespace_pattern"), reason: "documents have no whitespace between their parts")
    try fields.refuse("structural_tag", reason: "structural tags are not supported")
    return formats
  }

  /// A text that the pattern matches from its beginning to its end. It is read by itself first: what stands in our group
  /// must not close it.
  private static func matching(_ pattern: String, at path: FieldPath) throws(GatewayError) -> OutputFormat {
    do throws(SchemaError) {
      _ = try CompiledSchema(["pattern": .string(pattern)])
    } catch {
      throw .schemaRefused(path, reason: "\(error)")
    }
    return .string(schema: ["type": "string", "pattern": .string("^(?:" + pattern + ")$")], path: path)
  }

  /// A schema, or the text of one.
  private static func schema(
    _ value: JSONValue, at path: FieldPath, _ limits: GatewayLimits
  ) throws(GatewayError) -> JSONValue {
    guard let text = value.stringValue else { return value }
    do {
      return try JSONParser.parse(text, options: .init(maximumDepth: limits.bodyDepth))
    } catch {
      throw .schemaRefused(path, reason: "the text is not JSON: \(error)")
    }
  }

  private static func choice(_ items: [JSONValue], at path: FieldPath) throws(GatewayError) -> OutputFormat {
    guard !items.isEmpty else { throw .outOfRange(path, allowed: "at least one string", given: "an empty array") }
    for (index, item) in items.enumerated() where item.stringValue == nil {
      throw .wrongType(path.appending(index), expected: "a string", found: item.typeName)
    }
    return .string(schema: ["type": "string", "enum": .array(items)], path: path)
  }
}
