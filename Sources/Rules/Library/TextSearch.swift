/// Searches of a sequence in a sequence, in time that is linear in both.
enum TextSearch {
  /// The first place from `start` on at which `part` stands in `text`, nil when there is none. An empty part stands at
  /// the start.
  ///
  /// Complexity: O(n + m), by the table of Knuth, Morris and Pratt.
  static func first<Element: Equatable>(_ part: [Element], in text: [Element], from start: Int = 0) -> Int? {
    guard !part.isEmpty else { return start }
    // The longest proper prefix of part that ends at each place.
    var borders = [Int](repeating: 0, count: part.count)
    var length = 0
    for place in part.indices.dropFirst() {
      while length > 0, part[place] != part[length] { length = borders[length - 1] }
      if part[place] == part[length] { length += 1 }
      borders[place] = length
    }
    length = 0
    for place in text.indices.dropFirst(start) {
      while length > 0, text[place] != part[length] { length = borders[length - 1] }
      if text[place] == part[length] { length += 1 }
      if length == part.count { return place - part.count + 1 }
    }
    return nil
  }

  /// The last place up to `last` at which `part`, which is not empty, stands in `text`, nil when there is none.
  static func last<Element: Equatable>(_ part: [Element], in text: [Element], upTo last: Int) -> Int? {
    let end = min(text.count, last + part.count)
    return first(part.reversed(), in: text[..<end].reversed()).map { end - $0 - part.count }
  }
}
