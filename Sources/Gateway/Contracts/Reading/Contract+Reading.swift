package import JSON

extension Contract {
  /// Reads a contract strictly: what is unknown is refused, and nothing is compiled yet.
  ///
  /// - Parameter id: what its place says, where it has one; it may then leave `name` and `version` out.
  package init(_ json: JSONValue, id: ContractID? = nil, limits: GatewayLimits) throws(GatewayError) {
    var fields = try FieldReader(json, at: .body)
    self.id = try Self.id(&fields, expected: id)
    description = try fields.string("description")
    terms = try ContractTerms(&fields, limits: limits)
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
}
