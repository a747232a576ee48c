/// Keys in the order in which they came first. The branches of a union mostly name the same few, over and over.
struct DistinctKeys {
  private(set) var keys: [KeyID] = []
  /// All of them, once they are too many to look through.
  private var members: Set<KeyID> = []

  private static let few = 8

  mutating func add(_ key: KeyID) {
    if keys.count <= Self.few {
      if keys.contains(key) { return }
      keys.append(key)
      if keys.count > Self.few { members = Set(keys) }
    } else if members.insert(key).inserted {
      keys.append(key)
    }
  }
}
