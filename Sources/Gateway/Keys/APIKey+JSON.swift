import JSON

extension APIKey {
  var json: JSONValue {
    var members = JSONObject([
      .init(key: "id", value: .string(id)), .init(key: "name", value: .string(name)),
      .init(key: "sha256", value: .string(hash)),
      .init(key: "scopes", value: .array(scopes.map(\.rawValue).sorted().map { .string($0) })),
    ])
    if let requestsPerMinute { members["requests_per_minute"] = .integer(requestsPerMinute) }
    if let tokensPerMinute { members["tokens_per_minute"] = .integer(tokensPerMinute) }
    members["created"] = .string(created)
    if let revoked { members["revoked"] = .string(revoked) }
    return .object(members)
  }

  init(_ json: JSONValue, at path: FieldPath) throws(GatewayError) {
    var fields = try FieldReader(json, at: path)
    id = try fields.requiredString("id")
    name = try fields.requiredString("name")
    hash = try fields.requiredString("sha256")
    guard Hexadecimal.isLowerCase(hash, digits: 64) else {
      throw .outOfRange(fields.path(of: "sha256"), allowed: "64 hexadecimal digits", given: "\(hash.utf8.count) bytes")
    }
    scopes = try Self.scopes(&fields)
    requestsPerMinute = try fields.integer("requests_per_minute", in: Self.limits)
    tokensPerMinute = try fields.integer("tokens_per_minute", in: Self.limits)
    created = try fields.requiredString("created")
    revoked = try fields.string("revoked")
    try fields.finish()
  }

  private static func scopes(_ fields: inout FieldReader) throws(GatewayError) -> Set<KeyScope> {
    let path = fields.path(of: "scopes")
    guard let items = try fields.array("scopes") else { throw .missing(path) }
    var scopes: Set<KeyScope> = []
    for (index, item) in items.enumerated() {
      guard let scope = item.stringValue.flatMap({ KeyScope(rawValue: $0) }) else {
        throw .outOfRange(
          path.appending(index), allowed: KeyScope.allCases.map(\.rawValue).joined(separator: ", "),
          given: JSONWriter.write(item))
      }
      scopes.insert(scope)
    }
    return scopes
  }
}
