import JSON

/// An upper bound on the size of a value.
package indirect enum SizeEstimate: Sendable {
  /// Numbers, booleans, null, times, types.
  case scalar
  /// Bytes of a text or of bytes.
  case text(Int)
  case list(Int, SizeEstimate)
  case map(Int, key: SizeEstimate, value: SizeEstimate)
  /// Declared fields, by their keys.
  case object([String: SizeEstimate])
  /// Anything that takes no more than so many bytes as a document.
  case document(Int)

  /// Bounds on the variables of an expression.
  package struct Source: Sendable {
    package var variables: [String: SizeEstimate]
    /// Bytes that a document of unknown content may have.
    package var documentBytes: Int

    package init(_ variables: [String: SizeEstimate] = [:], documentBytes: Int) {
      self.variables = variables
      self.documentBytes = documentBytes
    }
  }

  init(_ value: Value) {
    switch value {
    case .string(let text): self = .text(text.utf8.count)
    case .bytes(let bytes): self = .text(bytes.count)
    default: self = .scalar
    }
  }

  /// The cost of looking at all of it, as `Value.isEqual` charges.
  var traversal: Int {
    switch self {
    case .scalar: 1
    case .text(let bytes): (bytes / 10).addingClamped(2)
    case .list(let count, let element):
      count.multipliedClamped(by: element.traversal).addingClamped(count.addingClamped(1))
    case .map(let count, let key, let value):
      count.multipliedClamped(by: key.traversal.addingClamped(value.traversal)).addingClamped(count.addingClamped(1))
    case .object(let fields): fields.values.reduce(fields.count + 1) { $0.addingClamped($1.traversal) }
    // No document has more values than bytes.
    case .document(let bytes): bytes.multipliedClamped(by: 2).addingClamped(2)
    }
  }

  /// Bytes of it as one text, as `string`, `format` and `join` may make of it.
  var textBytes: Int {
    switch self {
    case .scalar: 40
    case .text(let bytes): bytes
    case .list(let count, let element): count.multipliedClamped(by: element.textBytes.addingClamped(2)).addingClamped(2)
    case .map(let count, let key, let value):
      count.multipliedClamped(by: key.textBytes.addingClamped(value.textBytes).addingClamped(4)).addingClamped(2)
    case .object(let fields):
      fields.reduce(2) { $0.addingClamped($1.value.textBytes).addingClamped($1.key.utf8.count + 4) }
    case .document(let bytes): bytes.multipliedClamped(by: 4)
    }
  }

  /// Elements or entries.
  var count: Int {
    switch self {
    case .scalar: 0
    case .text(let bytes): bytes
    case .list(let count, _), .map(let count, _, _): count
    case .object(let fields): fields.count
    case .document(let bytes): bytes
    }
  }

  /// Of an element of a list or the value of an entry.
  var element: SizeEstimate {
    switch self {
    case .list(_, let element): element
    case .map(_, _, let value): value
    case .object(let fields): fields.values.reduce(.scalar) { $0.union($1) }
    case .document: self
    case .scalar, .text: .scalar
    }
  }

  /// Of the key of an entry.
  var key: SizeEstimate {
    switch self {
    case .map(_, let key, _): key
    case .object(let fields): .text(fields.keys.map(\.utf8.count).max() ?? 0)
    case .document(let bytes): .text(bytes)
    default: .scalar
    }
  }

  func field(_ name: String) -> SizeEstimate {
    if case .object(let fields) = self { return fields[name] ?? .scalar }
    return element
  }

  /// A bound on both.
  func union(_ other: SizeEstimate) -> SizeEstimate {
    switch (self, other) {
    case (.scalar, let size), (let size, .scalar): size
    case (.text(let left), .text(let right)): .text(max(left, right))
    case (.list(let left, let first), .list(let right, let second)): .list(max(left, right), first.union(second))
    case (.map(let left, let leftKey, let leftValue), .map(let right, let rightKey, let rightValue)):
      .map(max(left, right), key: leftKey.union(rightKey), value: leftValue.union(rightValue))
    default: .document(max(textBytes, other.textBytes))
    }
  }
}
