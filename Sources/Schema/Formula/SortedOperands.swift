/// Operands of a conjunction or disjunction: ascending, without duplicates. Interned operands are kept so, and merging them
/// costs far less than a set.
struct SortedOperands<ID: Comparable> {
  private(set) var ids: [ID] = []

  mutating func insert(_ id: ID) {
    guard let last = ids.last, !(last < id) else {
      ids.append(id)
      return
    }
    let place = place(of: id)
    if place == ids.count || ids[place] != id { ids.insert(id, at: place) }
  }

  func contains(_ id: ID) -> Bool {
    let place = place(of: id)
    return place < ids.count && ids[place] == id
  }

  private func place(of id: ID) -> Int {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// - Parameter others: ascending, without duplicates.
  mutating func formUnion(_ others: [ID]) {
    guard let first = others.first else { return }
    guard let last = ids.last else {
      ids = others
      return
    }
    if last < first {
      ids += others
      return
    }
    var merged: [ID] = []
    merged.reserveCapacity(ids.count + others.count)
    var (i, j) = (0, 0)
    while i < ids.count, j < others.count {
      if ids[i] < others[j] {
        merged.append(ids[i])
        i += 1
      } else {
        if ids[i] == others[j] { i += 1 }
        merged.append(others[j])
        j += 1
      }
    }
    merged += ids[i...]
    merged += others[j...]
    ids = merged
  }
}
