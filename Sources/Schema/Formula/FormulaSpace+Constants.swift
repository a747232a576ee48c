import JSON

/// Arrays and objects among the constants.
extension FormulaSpace {
  func items(of constant: Int32) -> [JSONValue] { constants[Int(constant)].arrayValue ?? [] }

  func members(of constant: Int32) -> [JSONObject.Member] { constants[Int(constant)].objectValue?.members ?? [] }

  /// The value of an object's member; nil where it has none, as for classes of names.
  func member(_ key: KeyID, of constant: Int32) -> JSONValue? {
    key.isClass ? nil : constants[Int(constant)].objectValue?[keys.name(key)]
  }

  /// Gives the keys of an object ids, so that they are told apart from other names.
  mutating func nameKeys(of constant: Int32) {
    for member in members(of: constant) { _ = keys.id(of: member.key) }
  }

  /// The keys of an object that have been named.
  func keyIDs(of constant: Int32) -> [KeyID] { members(of: constant).compactMap { keys.known($0.key) } }
}
