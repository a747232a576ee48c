package import JSON

/// A function of the client that the model may call.
package struct FunctionTool: Sendable, Hashable {
  package let name: String
  package let description: String?
  /// The schema of the arguments.
  package let parameters: JSONValue
  /// Where the schema stands in the request, for errors about it.
  package let path: FieldPath

  /// A function without parameters.
  private static let noParameters: JSONValue = ["type": "object", "properties": [:], "additionalProperties": false]

  /// Reads `name`, `description`, `parameters` and `strict`; other fields stay for the caller.
  init(_ fields: inout FieldReader, limits: GatewayLimits) throws(GatewayError) {
    name = try Self.name(try fields.requiredString("name"), at: fields.path(of: "name"))
    description = try fields.string("description")
    path = fields.path(of: "parameters")
    // Arguments always keep to the schema, so it is of no consequence whether that was asked for.
    _ = try fields.bool("strict")
    parameters = fields.take("parameters") ?? Self.noParameters
    _ = try OutputFormat.json(parameters, at: path, limits: limits)
    if RuleKeyword.mayStand(in: JSONWriter.write(parameters)) {
      throw .unsupported(path, reason: "rules ('x-kubernetes-validations') are not checked in the schemas of tools")
    }
  }

  /// Letters, digits, `_` and `-`, at most 64.
  static func name(_ text: String, at path: FieldPath) throws(GatewayError) -> String {
    let isFit = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isFit, (1...64).contains(text.utf8.count) else {
      throw .outOfRange(
        path, allowed: "1 to 64 letters, digits, '_' and '-'", given: JSONWriter.write(.string(text)))
    }
    return text
  }

  /// What the model is shown, in the form of chat completions.
  var definition: JSONValue {
    var function = JSONObject([.init(key: "name", value: .string(name))])
    if let description { function["description"] = .string(description) }
    function["parameters"] = parameters
    return ["type": "function", "function": .object(function)]
  }
}
