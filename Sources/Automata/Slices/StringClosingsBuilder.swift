/// Collects the tokens that end a string.
struct StringClosingsBuilder {
  private var items: [[UInt8]: [StringClosings.Item]] = [:]
  private var openBodies: [[UInt8]] = [[]]
  private var bodyIndexes: [[UInt8]: Int32] = [[]: 0]

  /// - Parameters:
  ///   - part: what the token has before the quote.
  ///   - shape: what it has behind it, -1 for blanks or nothing.
  ///   - openBody: what it has of a string that the shape opens.
  mutating func add(_ token: UInt32, part: ArraySlice<UInt8>, shape: Int32, openBody: ArraySlice<UInt8>) {
    let body = Array(openBody)
    let index = bodyIndexes[body] ?? Int32(openBodies.count)
    if index == openBodies.count {
      openBodies.append(body)
      bodyIndexes[body] = index
    }
    items[Array(part), default: []].append(StringClosings.Item(token: token, shape: shape, openBody: index))
  }

  func build() -> StringClosings { StringClosings(items, openBodies: openBodies) }
}
