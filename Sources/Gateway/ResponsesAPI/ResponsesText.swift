import JSON

/// The `text` field of a response: what the text has to be.
enum ResponsesText {
  /// - Returns: the format, and the field as answers tell it back.
  static func read(
    _ fields: inout FieldReader, limits: GatewayLimits
  ) throws(GatewayError) -> (format: OutputFormat, echo: JSONValue) {
    let plain: JSONValue = ["format": ["type": "text"]]
    let path = fields.path(of: "text")
    guard let value = fields.take("text") else { return (.text, plain) }
    var text = try FieldReader(value, at: path)
    try text.refuse("verbosity", unless: ["medium"], reason: "the model's verbosity cannot be set")
    let (formatPath, formatValue) = (text.path(of: "format"), text.take("format"))
    try text.finish()
    guard let formatValue else { return (.text, plain) }
    var format = try FieldReader(formatValue, at: formatPath)
    let type = try format.requiredString("type")
    switch type {
    case "text":
      try format.finish()
      return (.text, plain)
    case "json_object":
      try format.finish()
      return (.json(schema: ["type": "object"], path: formatPath), ["format": formatValue])
    case "json_schema":
      // A label; not every client sends it, and every answer has it.
      let name = try format.string("name") ?? "response"
      _ = try format.string("description")
      _ = try format.bool("strict")
      let own = try OutputFormat.json(
        try format.required("schema"), at: format.path(of: "schema"), limits: limits)
      try format.finish()
      var echo = formatValue.objectValue!
      echo["name"] = .string(name)
      return (own, ["format": .object(echo)])
    default:
      throw .outOfRange(
        formatPath.appending("type"), allowed: "'text', 'json_object' or 'json_schema'", given: "'\(type)'")
    }
  }
}
