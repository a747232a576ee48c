import JSON

/// The shapes of a schema and its subschemas. Places that references lead to have one shape, so that schemas may be
/// recursive.
struct ShapeTable: Sendable {
  private(set) var shapes: [Shape] = [Shape(kind: .any)]
  private var known: [JSONPointer: ShapeID] = [:]
  let reader: SchemaReader

  static let any = ShapeID(index: 0)

  init(_ schema: JSONValue) { reader = SchemaReader(document: schema) }

  /// The shape at a place, never one that is the same as another.
  subscript(id: ShapeID) -> Shape {
    var shape = shapes[id.index]
    var visited: Set<ShapeID> = [id]
    while case .same(let other) = shape.kind {
      // Shapes that name each other in a circle say nothing.
      guard visited.insert(other).inserted else { return Shape(kind: .any) }
      let isNullable = shape.isNullable
      shape = shapes[other.index]
      shape.isNullable = shape.isNullable || isNullable
    }
    return shape
  }

  /// The shape of the subschema at a place.
  mutating func shape(at place: JSONPointer) -> ShapeID {
    let places = reader.chain(from: place)
    let home = places[places.count - 1]
    if let id = known[home] { return id }
    let id = ShapeID(index: shapes.count)
    shapes.append(Shape(kind: .any))
    known[home] = id
    let shape = read(home)
    shapes[id.index] = shape
    return id
  }

  private mutating func read(_ place: JSONPointer) -> Shape {
    guard let schema = reader.value(at: place), schema.objectValue != nil else { return Shape(kind: .any) }
    if schema["x-kubernetes-int-or-string"] == true || schema["x-kubernetes-preserve-unknown-fields"] == true {
      return Shape(kind: .any)
    }
    if let (branch, _) = NullableChoice.branch(of: schema, at: place) {
      return Shape(kind: .same(shape(at: branch)), isNullable: true)
    }
    // Other combinations may say anything.
    if ["anyOf", "oneOf"].contains(where: { schema[$0] != nil }) { return Shape(kind: .any) }
    var types = schema["type"]?.arrayValue?.compactMap(\.stringValue) ?? schema["type"]?.stringValue.map { [$0] } ?? []
    var isNullable = schema["nullable"] == true
    if let index = types.firstIndex(of: "null"), types.count > 1 {
      types.remove(at: index)
      isNullable = true
    }
    guard types.count == 1 || (types.isEmpty && schema["properties"] != nil) else {
      if types.isEmpty, let parts = schema["allOf"]?.arrayValue, parts.count == 1, schema["$ref"] == nil {
        return Shape(kind: .same(shape(at: place.appending("allOf").appending(0))))
      }
      return Shape(kind: .any)
    }
    var shape = Shape(kind: .any, isNullable: isNullable)
    switch types.first {
    case "boolean": shape.kind = .boolean
    case "integer": shape.kind = .integer
    case "number": shape.kind = .number
    case "string":
      shape.limit = Self.limit(schema["maxLength"])
      shape.kind =
        switch schema["format"]?.stringValue {
        case "date-time": .timestamp
        case "date": .date
        case "duration": .timeSpan
        case "byte": .bytes
        default: .string
        }
    case "array":
      shape.limit = Self.limit(schema["maxItems"])
      let isUniform = schema["prefixItems"] == nil && schema["items"]?.objectValue != nil
      shape.kind = .list(isUniform ? self.shape(at: place.appending("items")) : Self.any)
    case "object", nil:
      shape.limit = Self.limit(schema["maxProperties"])
      if let properties = schema["properties"]?.objectValue {
        var fields: [ExactString: ShapeID] = [:]
        for key in properties.keys { fields[key] = self.shape(at: place.appending("properties").appending(key)) }
        shape.kind = .object(fields)
      } else if schema["additionalProperties"]?.objectValue != nil, schema["patternProperties"] == nil {
        shape.kind = .map(self.shape(at: place.appending("additionalProperties")))
      } else {
        shape.kind = .map(Self.any)
      }
    default: shape.kind = .any
    }
    return shape
  }

  private static func limit(_ keyword: JSONValue?) -> Int? { keyword?.integerValue.flatMap { $0 >= 0 ? $0 : nil } }

  // MARK: Types

  /// The type of a shape; an object within itself is `dyn`.
  func type(of id: ShapeID) -> RuleType {
    var done: [ShapeID: RuleType] = [:]
    return type(of: id, within: [], &done)
  }

  private func type(of id: ShapeID, within outer: Set<ShapeID>, _ done: inout [ShapeID: RuleType]) -> RuleType {
    if let type = done[id] { return type }
    if outer.contains(id) { return .dyn }
    let inner = outer.union([id])
    let shape = self[id]
    let type: RuleType
    switch shape.kind {
    case .any, .same: type = .dyn
    case .boolean: type = .bool
    case .integer: type = .int
    case .number: type = .double
    case .string: type = .string
    case .timestamp, .date: type = .timestamp
    case .timeSpan: type = .duration
    case .bytes: type = .bytes
    case .list(let element): type = .list(self.type(of: element, within: inner, &done))
    case .map(let value): type = .map(key: .string, value: self.type(of: value, within: inner, &done))
    case .object(let fields):
      var types: [String: RuleType] = [:]
      for (key, field) in fields { types[key.text] = self.type(of: field, within: inner, &done) }
      type = .object(ObjectType(types))
    }
    var result = type
    if shape.isNullable {
      switch type {
      case .timestamp, .duration, .object: break
      default: result = .dyn
      }
    }
    done[id] = result
    return result
  }
}
