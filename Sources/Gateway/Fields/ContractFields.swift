import JSON

/// The fields that put a request under a contract: `contract`, and `variables` for its expressions.
enum ContractFields {
  /// - Parameter format: what the request says otherwise, and where.
  static func read(
    _ fields: inout FieldReader, instead format: OutputFormat, at formatPath: FieldPath
  ) throws(GatewayError) -> (format: OutputFormat, variables: JSONObject) {
    let (path, variablesPath) = (fields.path(of: "contract"), fields.path(of: "variables"))
    let variables = try fields.object("variables")
    guard let text = try fields.string("contract") else {
      if variables != nil { throw .unsupported(variablesPath, reason: "they are for the expressions of a contract") }
      return (format, JSONObject())
    }
    guard case .text = format else {
      throw .conflict(path, with: formatPath, reason: "a contract has a schema of its own")
    }
    return (.contract(try ContractReference(text, at: path), path: path), variables ?? JSONObject())
  }
}
