/// Values by the ids of interned things: what a dictionary is for other keys.
public struct InternedTable<ID: InternedID, Value> {
  @usableFromInline var values: ContiguousArray<Value?> = []
  /// Ids that have a value.
  @inlinable public var count: Int { filled }
  @usableFromInline var filled = 0

  @inlinable public init() {}

  @inlinable public subscript(id: ID) -> Value? {
    get { Int(id.index) < values.count ? values[Int(id.index)] : nil }
    set {
      let index = Int(id.index)
      if index >= values.count {
        values.append(contentsOf: repeatElement(nil, count: index + 1 - values.count))
      }
      if values[index] == nil, newValue != nil { filled += 1 }
      if values[index] != nil, newValue == nil { filled -= 1 }
      values[index] = newValue
    }
  }
}
