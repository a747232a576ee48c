extension Candidates {
  /// The places of the largest values, at most `limit`, the largest first and of equal ones the first.
  func likeliest(_ limit: Int) -> [Int] {
    guard limit > 0 else { return [] }
    var places: [Int] = []
    for place in 0..<count {
      let value = values[place]
      if places.count == limit {
        if values[places[limit - 1]] >= value { continue }
        places.removeLast()
      }
      places.insert(place, at: places.firstIndex { values[$0] < value } ?? places.count)
    }
    return places
  }
}
