package import JSON

/// What the generated text has to be.
package enum OutputFormat: Sendable, Hashable {
  case text
  /// A JSON document that is valid for `schema`, which stands at `path` in the request.
  case json(schema: JSONValue, path: FieldPath)
  /// A text, which as a JSON string is valid for `schema`.
  case string(schema: JSONValue, path: FieldPath)
  /// A JSON document under a contract.
  case contract(ContractReference, path: FieldPath)

  /// A schema of a request, within the limits.
  static func json(
    _ schema: JSONValue, at path: FieldPath, limits: GatewayLimits
  ) throws(GatewayError) -> OutputFormat {
    switch schema {
    case .object, .bool: break
    default: throw .wrongType(path, expected: "a schema (an object or a boolean)", found: schema.typeName)
    }
    let bytes = JSONWriter.write(schema).utf8.count
    guard bytes <= limits.schemaBytes else { throw .schemaTooLarge(path, bytes: bytes, limit: limits.schemaBytes) }
    return .json(schema: schema, path: path)
  }

  /// A stop sequence could cut a document in the middle, which would no longer be what was promised.
  func checkStop(_ stop: [String], fields: (stop: FieldPath, format: FieldPath)) throws(GatewayError) {
    if stop.isEmpty { return }
    if case .text = self { return }
    throw .conflict(fields.stop, with: fields.format, reason: "a stop sequence could cut the document short")
  }

  /// The field that says so.
  var path: FieldPath? {
    switch self {
    case .text: nil
    case .json(_, let path), .string(_, let path), .contract(_, let path): path
    }
  }

  var schema: JSONValue? {
    switch self {
    case .text, .contract: nil
    case .json(let schema, _), .string(let schema, _): schema
    }
  }

  /// The schema that the model is shown.
  var shownSchema: JSONValue? { if case .json(let schema, _) = self { schema } else { nil } }
}
