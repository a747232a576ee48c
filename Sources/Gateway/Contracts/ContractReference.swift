/// How a request names a contract: `name@version`, or `name` for the newest version that is not retired.
package struct ContractReference: Sendable, Hashable, CustomStringConvertible {
  package let name: String
  package let version: ContractVersion?

  package init(_ text: String, at path: FieldPath) throws(GatewayError) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let form = "'name' or 'name@version'"
    guard ContractID.isName(parts[0]) else { throw .outOfRange(path, allowed: form, given: "'\(text)'") }
    name = parts[0]
    guard parts.count == 2 else {
      version = nil
      return
    }
    guard let version = ContractVersion(parts[1]) else { throw .outOfRange(path, allowed: form, given: "'\(text)'") }
    self.version = version
  }

  package init(_ id: ContractID) {
    name = id.name
    version = id.version
  }

  /// Nil when no version is named.
  package var id: ContractID? { version.map { ContractID(name: name, version: $0) } }

  package var description: String { version.map { "\(name)@\($0)" } ?? name }
}
