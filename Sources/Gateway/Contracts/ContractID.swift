/// What names one contract, written `name@version`.
package struct ContractID: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let name: String
  package let version: ContractVersion

  /// - Precondition: `isName(name)`.
  package init(name: String, version: ContractVersion) {
    precondition(Self.isName(name), "\(name) is no name of a contract")
    self.name = name
    self.version = version
  }

  package var description: String { "\(name)@\(version)" }

  /// Lower case letters, digits, `-` and `_`, at most 64, a letter first: names are folders and parts of URLs.
  package static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, (0x61...0x7A).contains(first), text.utf8.count <= 64 else { return false }
    return text.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
  }

  static let nameForm = "a name of a-z, 0-9, '-' and '_', at most 64, beginning with a letter"
  static let versionForm = "a version such as '1' or '1.0.3'"

  package static func < (left: Self, right: Self) -> Bool { (left.name, left.version) < (right.name, right.version) }
}
