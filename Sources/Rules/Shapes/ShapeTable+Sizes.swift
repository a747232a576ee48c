import JSON

extension ShapeTable {
  /// A bound on values of a shape within a document of so many bytes; a shape within itself is anything.
  func size(of id: ShapeID, documentBytes: Int) -> SizeEstimate {
    var done: [ShapeID: SizeEstimate] = [:]
    return size(of: id, within: [], documentBytes, &done)
  }

  private func size(
    of id: ShapeID, within outer: Set<ShapeID>, _ bytes: Int, _ done: inout [ShapeID: SizeEstimate]
  ) -> SizeEstimate {
    if let size = done[id] { return size }
    if outer.contains(id) { return .document(bytes) }
    let inner = outer.union([id])
    let shape = self[id]
    func limit(_ unit: Int) -> Int { min(bytes, shape.limit?.multipliedClamped(by: unit) ?? bytes) }
    let size: SizeEstimate
    switch shape.kind {
    case .any, .same: size = .document(bytes)
    case .boolean, .integer, .number, .timestamp, .date, .timeSpan: size = .scalar
    // A code point has four bytes at most.
    case .string, .bytes: size = .text(limit(4))
    case .list(let element): size = .list(limit(1), self.size(of: element, within: inner, bytes, &done))
    case .map(let value):
      size = .map(limit(1), key: .text(bytes), value: self.size(of: value, within: inner, bytes, &done))
    case .object(let fields):
      var sizes: [String: SizeEstimate] = [:]
      for (key, field) in fields { sizes[key.text] = self.size(of: field, within: inner, bytes, &done) }
      size = .object(sizes)
    }
    done[id] = size
    return size
  }
}
