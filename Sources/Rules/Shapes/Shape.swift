import JSON

/// What a schema says of a value as far as CEL's types go.
struct Shape: Sendable {
  enum Kind: Sendable {
    /// Nothing is known, or several types are possible.
    case any
    case boolean
    case integer
    case number
    case string
    /// RFC 3339.
    case timestamp
    case date
    case timeSpan
    /// Base64.
    case bytes
    case list(ShapeID)
    /// Values by name, none of them declared.
    case map(ShapeID)
    /// Declared properties, by their names.
    case object([ExactString: ShapeID])
    /// That of another place, which may still be under way when this one is read.
    case same(ShapeID)
  }

  var kind: Kind
  /// Whether null is possible beside it.
  var isNullable = false
  /// The most code points, items or properties, where the schema says so.
  var limit: Int?
}

/// A place in a table of shapes.
struct ShapeID: Sendable, Hashable {
  let index: Int
}
