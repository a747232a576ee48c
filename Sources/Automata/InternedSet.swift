/// Ids of interned things: what a set is for other members. They may leave in any order, and leave fastest in the
/// reverse one.
public struct InternedSet<ID: InternedID> {
  @usableFromInline var contents: ContiguousArray<Bool> = []
  /// In the order in which they came.
  @inlinable public var members: ContiguousArray<ID> { list }
  @usableFromInline var list: ContiguousArray<ID> = []

  @inlinable public init() {}

  @inlinable public var count: Int { list.count }

  @inlinable public func contains(_ id: ID) -> Bool {
    Int(id.index) < contents.count && contents[Int(id.index)]
  }

  /// Whether the id was no member before.
  @discardableResult
  @inlinable public mutating func insert(_ id: ID) -> Bool {
    let index = Int(id.index)
    if index >= contents.count {
      contents.append(contentsOf: repeatElement(false, count: index + 1 - contents.count))
    }
    if contents[index] { return false }
    contents[index] = true
    list.append(id)
    return true
  }

  @inlinable public mutating func remove(_ id: ID) {
    guard contains(id), let place = list.lastIndex(of: id) else { return }
    contents[Int(id.index)] = false
    list.remove(at: place)
  }

  @inlinable public mutating func removeAll() {
    for id in list { contents[Int(id.index)] = false }
    list.removeAll(keepingCapacity: true)
  }
}
