import JSON

/// The `response_format` field of OpenAI's chat completions.
enum ResponseFormat {
  static func read(_ fields: inout FieldReader, limits: GatewayLimits) throws(GatewayError) -> OutputFormat {
    let path = fields.path(of: "response_format")
    guard let value = fields.take("response_format") else { return .text }
    var format = try FieldReader(value, at: path)
    let type = try format.requiredString("type")
    switch type {
    case "text":
      try format.finish()
      return .text
    case "json_object":
      try format.finish()
      return .json(schema: ["type": "object"], path: path)
    case "json_schema":
      let definition = try format.required("json_schema")
      let definitionPath = format.path(of: "json_schema")
      try format.finish()
      return try jsonSchema(definition, at: definitionPath, limits: limits)
    default:
      throw .outOfRange(
        path.appending("type"), allowed: "'text', 'json_object' or 'json_schema'", given: "'\(type)'")
    }
  }

  private static func jsonSchema(
    _ value: JSONValue, at path: FieldPath, limits: GatewayLimits
  ) throws(GatewayError) -> OutputFormat {
    var definition = try FieldReader(value, at: path)
    // A label; not every client sends it.
    _ = try definition.string("name")
    _ = try definition.string("description")
    // The schema is always kept to the letter, so it is of no consequence whether that was asked for.
    _ = try definition.bool("strict")
    let format = try OutputFormat.json(
      try definition.required("schema"), at: definition.path(of: "schema"), limits: limits)
    try definition.finish()
    return format
  }
}
