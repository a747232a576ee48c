package import JSON
import Rules

extension Contract {
  /// Reads a contract strictly: what is unknown is refused, and nothing is compiled yet.
  ///
  /// - Parameter id: what its place says, where it has one; it may then leave `name` and `version` out.
  package init(_ json: JSONValue, id: ContractID? = nil, limits: GatewayLimits) throws(GatewayError) {
    var fields = try FieldReader(json, at: .body)
    self.id = try Self.id(&fields, expected: id)
    description = try fields.string("description")
    let schema = try fields.required("schema")
    _ = try OutputFormat.json(schema, at: fields.path(of: "schema"), limits: limits)
    self.schema = schema
    rules = try Self.rules(&fields)
    prompt = try fields.string("prompt")
    self.limits = try ContractLimits(&fields)
    fallback = try ContractFallback(&fields)
    examples = try ContractExample.list(&fields, ruleIDs: Set(rules.map(\.id)))
    try fields.finish()
    source = json
  }

  private static func id(_ fields: inout FieldReader, expected: ContractID?) throws(GatewayError) -> ContractID {
    let (namePath, versionPath) = (fields.path(of: "name"), fields.path(of: "version"))
    let (name, version) = (try fields.string("name"), try fields.string("version"))
    if let name, !ContractID.isName(name) {
      throw .outOfRange(namePath, allowed: ContractID.nameForm, given: "'\(name)'")
    }
    let number = version.flatMap { ContractVersion($0) }
    if let version, number == nil {
      throw .outOfRange(versionPath, allowed: ContractID.versionForm, given: "'\(version)'")
    }
    guard let expected else {
      guard let name else { throw .missing(namePath) }
      guard let number else { throw .missing(versionPath) }
      return ContractID(name: name, version: number)
    }
    if let name, name != expected.name {
      throw .outOfRange(namePath, allowed: "'\(expected.name)', as the folder", given: "'\(name)'")
    }
    if let number, number != expected.version {
      throw .outOfRange(versionPath, allowed: "'\(expected.version)', as the file", given: "'\(number)'")
    }
    return expected
  }

  private static func rules(_ fields: inout FieldReader) throws(GatewayError) -> [Rule] {
    guard let json = fields.take("rules") else { return [] }
    do throws(RuleError) {
      return try Rule.list(json)
    } catch {
      var path = fields.path(of: "rules")
      guard case .rule(let problem, let place) = error else { throw .contractRefused(path, .rule(error)) }
      if let index = place.tokens.first.flatMap({ Int($0.text) }) { path = path.appending(index) }
      throw .contractRefused(path, .rule(.rule(problem, at: JSONPointer())))
    }
  }
}
