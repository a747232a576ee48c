import JSON

/// An interned property name.
package struct KeyID: Hashable, Sendable, Comparable {
  package let index: Int32

  package static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}

/// Property names by id, with what each costs to write.
struct KeyTable {
  private(set) var names: ContiguousArray<ExactString> = []
  /// Bytes of the name as a JSON string, quotes included.
  private(set) var costs: ContiguousArray<Int32> = []
  private var ids: [ExactString: KeyID] = [:]

  mutating func id(of name: ExactString) -> KeyID {
    if let id = ids[name] { return id }
    let id = KeyID(index: Int32(names.count))
    names.append(name)
    costs.append(Int32(clamping: JSONWriter.quote(name.text).utf8.count))
    ids[name] = id
    return id
  }

  func name(_ id: KeyID) -> ExactString { names[Int(id.index)] }
  func cost(_ id: KeyID) -> Int32 { costs[Int(id.index)] }
}
