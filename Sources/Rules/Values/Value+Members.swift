import JSON

extension Value {
  /// The field of a map; of an optional, an optional.
  ///
  /// - Throws: `noSuchKey` for an absent field that is not asked for optionally, `noSuchField` for values without
  ///   fields.
  func field(_ name: String, isOptional: Bool) throws(EvaluationProblem) -> Value {
    if case .optional(let content) = self {
      guard let content else { return self }
      return try content.field(name, isOptional: true)
    }
    guard case .map(let map) = self else { throw .noSuchField(name, type: typeName) }
    let value = map[field: ExactString(name)]
    if isOptional { return Self.flattened(value) }
    guard let value else { throw .noSuchKey("'\(name)'") }
    return value
  }

  /// Whether a map has a field; an empty optional has none.
  func hasField(_ name: String) throws(EvaluationProblem) -> Bool {
    switch self {
    case .map(let map): map[field: ExactString(name)] != nil
    case .optional(let content):
      if let content { try content.hasField(name) } else { false }
    default: throw .noSuchField(name, type: typeName)
    }
  }

  /// The element of a list or the value of a map's entry; of an optional, an optional.
  ///
  /// - Throws: `indexOutOfRange`, `noSuchKey` unless asked for optionally; `unsupportedIndex`.
  func element(at index: Value, isOptional: Bool) throws(EvaluationProblem) -> Value {
    switch self {
    case .optional(let content):
      guard let content else { return self }
      return try content.element(at: index, isOptional: true)
    case .map(let map):
      let value = map[index]
      if isOptional { return Self.flattened(value) }
      guard let value else { throw .noSuchKey(index.shortDescription) }
      return value
    case .list(let items):
      let place: Int?
      switch index {
      case .int(let number): place = Int(number)
      case .uint(let number): place = Int(exactly: number)
      case .double(let number):
        guard let integer = Int(exactly: number) else { throw .unsupportedIndex(type: number.celText) }
        place = integer
      default: throw .unsupportedIndex(type: index.typeName)
      }
      let value = place.flatMap { items.indices.contains($0) ? items[$0] : nil }
      if isOptional { return Self.flattened(value) }
      guard let value else { throw .indexOutOfRange(index.shortDescription, count: items.count) }
      return value
    default: throw .noOverload(function: "_[_]", types: [typeName, index.typeName])
    }
  }

  /// An optional of a value; one that is an optional already stays as it is.
  private static func flattened(_ value: Value?) -> Value {
    if let value, case .optional = value { return value }
    return .optional(value)
  }
}
