import JSON

/// Translates conditions on single fields, and what is made of them, into JSON Schema of draft 6 and later.
struct ConditionTranslator {
  /// What the schemas are about.
  enum Root: Hashable {
    /// The variable `self`.
    case document
    /// The element of a macro around.
    case local(Int)
  }

  let shapes: ShapeTable
  let root: Root
  let shape: ShapeID

  /// Nil for expressions that are no such conditions.
  func condition(_ plan: Plan) -> Condition? {
    switch plan.step {
    case .constant(.bool(let flag)): return Condition(whenTrue: .bool(flag), whenFalse: .bool(!flag))
    case .all(let operands): return conditions(operands).map(Condition.all)
    case .any(let operands): return conditions(operands).map(Condition.any)
    case .conditional(let test, let first, let second):
      return conditions([test, first, second]).map { Condition.choice($0[0], $0[1], $0[2]) }
    case .presence(let operand, let field):
      guard let path = path(operand) else { return nil }
      let present = Condition.object([("required", .array([.string(field)]))])
      return leaf(path, type: "object", present, .object(not(present)))
    case .select, .variable, .local:
      guard let path = path(plan) else { return nil }
      return leaf(path, type: nil, ["const": true], ["const": false])
    case .call(let function, let arguments, _): return call(function.name, arguments)
    case .fold(let fold): return quantifier(fold)
    default: return nil
    }
  }

  private func conditions(_ plans: [Plan]) -> [Condition]? {
    var conditions: [Condition] = []
    for plan in plans {
      guard let condition = condition(plan) else { return nil }
      conditions.append(condition)
    }
    return conditions
  }

  // MARK: Places

  struct Path {
    var keys: [ExactString]
    var shape: ShapeID
  }

  /// A chain of declared fields from the root.
  private func path(_ plan: Plan) -> Path? {
    switch plan.step {
    case .variable("self") where root == .document: return Path(keys: [], shape: shape)
    case .local(let index) where root == .local(index): return Path(keys: [], shape: shape)
    case .select(let operand, let field, false):
      guard var path = path(operand) else { return nil }
      let key = ExactString(field)
      switch shapes[path.shape].kind {
      case .object(let fields):
        guard let field = fields[key] else { return nil }
        path.shape = field
      case .map(let value): path.shape = value
      default: return nil
      }
      path.keys.append(key)
      return path
    default: return nil
    }
  }

  /// Schemas about what is at a path: without it, or with another type on the way, the evaluation fails.
  private func leaf(
    _ path: Path, type: String?, _ whenTrue: JSONValue, _ whenFalse: JSONValue, isExact: Bool = true
  ) -> Condition {
    func wrapped(_ schema: JSONValue) -> JSONValue {
      var schema = schema
      if let type, var object = schema.objectValue {
        object["type"] = .string(type)
        schema = .object(object)
      }
      for key in path.keys.reversed() {
        schema = Condition.object([
          ("type", "object"), ("required", .array([.string(key)])), ("properties", Condition.object([(key, schema)])),
        ])
      }
      return schema
    }
    return Condition(whenTrue: wrapped(whenTrue), whenFalse: wrapped(whenFalse), isExact: isExact)
  }

  private func not(_ schema: JSONValue) -> JSONObject {
    JSONObject([JSONObject.Member(key: "not", value: schema)])
  }

  // MARK: Calls

  private static let mirrored = ["_<_": "_>_", "_<=_": "_>=_", "_>_": "_<_", "_>=_": "_<=_"]
  private static let opposite = ["_<_": "_>=_", "_<=_": "_>_", "_>_": "_<=_", "_>=_": "_<_"]

  private func call(_ name: String, _ arguments: [Plan]) -> Condition? {
    switch name {
    case "!_": return condition(arguments[0])?.negated
    case "_!=_": return call("_==_", arguments)?.negated
    case "_==_":
      if let constant = constant(arguments[1]) { return equality(arguments[0], constant) }
      return constant(arguments[0]).flatMap { equality(arguments[1], $0) }
    case "_<_", "_<=_", "_>_", "_>=_":
      if let constant = constant(arguments[1]) { return comparison(name, arguments[0], constant) }
      return constant(arguments[0]).flatMap { comparison(Self.mirrored[name]!, arguments[1], $0) }
    case "@in": return membership(arguments[0], arguments[1])
    case "startsWith", "endsWith", "contains":
      guard case .constant(.string(let part)) = arguments[1].step, let path = path(arguments[0]),
        case .string = shapes[path.shape].kind
      else { return nil }
      let text = Self.escaped(part.text)
      let pattern = name == "startsWith" ? "^" + text : name == "endsWith" ? text + "$" : text
      let schema = Condition.object([("pattern", .string(pattern))])
      return leaf(path, type: "string", schema, .object(not(schema)))
    default: return nil
    }
  }

  /// A text as a pattern of ECMA-262 for itself.
  private static func escaped(_ text: String) -> String {
    var pattern = ""
    for scalar in text.unicodeScalars {
      if "^$\\.*+?()[]{}|/".unicodeScalars.contains(scalar) { pattern += "\\" }
      pattern.unicodeScalars.append(scalar)
    }
    return pattern
  }

  private func constant(_ plan: Plan) -> Value? { if case .constant(let value) = plan.step { value } else { nil } }

  /// The constant as a schema has it for values of a shape, and whether equality means the same; nil where it may not.
  private func json(_ constant: Value, for shape: Shape) -> (json: JSONValue, isExact: Bool)? {
    switch (shape.kind, constant) {
    case (_, .null): (.null, true)
    case (.string, .string(let text)), (.any, .string(let text)): (.string(text), true)
    case (.boolean, .bool(let flag)), (.any, .bool(let flag)): (.bool(flag), true)
    case (.integer, .int(let number)): (.integer(Int(number)), true)
    case (.number, .double(let number)) where number.isFinite: (.number(JSONNumber(number)), false)
    default: nil
    }
  }

  private func equality(_ subject: Plan, _ constant: Value) -> Condition? {
    if let size = size(subject), case .int(let number) = constant {
      // A size is both at least and at most what it equals.
      return Condition.all([bound(size, "_>=_", number), bound(size, "_<=_", number)])
    }
    guard let path = path(subject), let (json, isExact) = json(constant, for: shapes[path.shape]) else { return nil }
    let schema = Condition.object([("const", json)])
    return leaf(path, type: nil, schema, .object(not(schema)), isExact: isExact)
  }

  private func membership(_ subject: Plan, _ list: Plan) -> Condition? {
    guard case .list(let elements) = list.step, let path = path(subject), !elements.isEmpty else { return nil }
    var values: [JSONValue] = []
    var isExact = true
    for element in elements {
      guard !element.isOptional, let constant = constant(element.value),
        let (json, exact) = json(constant, for: shapes[path.shape])
      else { return nil }
      if !values.contains(json) { values.append(json) }
      isExact = isExact && exact
    }
    let schema = Condition.object([("enum", .array(values))])
    return leaf(path, type: nil, schema, .object(not(schema)), isExact: isExact)
  }

  private func comparison(_ name: String, _ subject: Plan, _ constant: Value) -> Condition? {
    if let size = size(subject), case .int(let number) = constant { return bound(size, name, number) }
    guard let path = path(subject) else { return nil }
    let number: JSONValue
    let isExact: Bool
    let type: String
    switch (shapes[path.shape].kind, constant) {
    case (.integer, .int(let integer)): (number, isExact, type) = (.integer(Int(integer)), true, "integer")
    case (.number, .int(let integer)): (number, isExact, type) = (.integer(Int(integer)), false, "number")
    case (.number, .double(let double)) where double.isFinite:
      (number, isExact, type) = (.number(JSONNumber(double)), false, "number")
    default: return nil
    }
    let keywords: [String: ExactString] = [
      "_<_": "exclusiveMaximum", "_<=_": "maximum", "_>_": "exclusiveMinimum", "_>=_": "minimum",
    ]
    return leaf(
      path, type: type, Condition.object([(keywords[name]!, number)]),
      Condition.object([(keywords[Self.opposite[name]!]!, number)]), isExact: isExact)
  }

  // MARK: Sizes

  private struct Size {
    let path: Path
    let type: String
    let minimum: ExactString
    let maximum: ExactString
  }

  private func size(_ plan: Plan) -> Size? {
    guard case .call(let function, let arguments, _) = plan.step, function.name == "size",
      let path = path(arguments[0])
    else { return nil }
    switch shapes[path.shape].kind {
    case .string: return Size(path: path, type: "string", minimum: "minLength", maximum: "maxLength")
    case .list: return Size(path: path, type: "array", minimum: "minItems", maximum: "maxItems")
    case .map, .object: return Size(path: path, type: "object", minimum: "minProperties", maximum: "maxProperties")
    default: return nil
    }
  }

  private func bound(_ size: Size, _ name: String, _ number: Int64) -> Condition {
    func schema(_ name: String) -> JSONValue {
      // Sizes are whole: above is at least one more, below at most one less.
      let isLower = name == "_>_" || name == "_>=_"
      let (bound, overflow) =
        name == "_>_"
        ? number.addingReportingOverflow(1) : name == "_<_" ? number.subtractingReportingOverflow(1) : (number, false)
      if isLower {
        return overflow
          ? Condition.object([("not", [:])]) : Condition.object([(size.minimum, .integer(Int(max(0, bound))))])
      }
      if overflow || bound < 0 { return Condition.object([("not", [:])]) }
      return Condition.object([(size.maximum, .integer(Int(bound)))])
    }
    return leaf(size.path, type: size.type, schema(name), schema(Self.opposite[name]!))
  }

  // MARK: Macros

  /// `all` and `exists` over the items of a list.
  private func quantifier(_ fold: Plan.Fold) -> Condition? {
    guard fold.variableCount == 1, fold.filter == nil, let body = fold.body, let path = path(fold.range),
      case .list(let element) = shapes[path.shape].kind
    else { return nil }
    let inner = ConditionTranslator(shapes: shapes, root: .local(fold.local), shape: element)
    guard let condition = inner.condition(body) else { return nil }
    func items(_ schema: JSONValue) -> JSONValue { Condition.object([("items", schema)]) }
    func contains(_ schema: JSONValue) -> JSONValue { Condition.object([("contains", schema)]) }
    switch fold.purpose {
    case .all:
      return leaf(
        path, type: "array", items(condition.whenTrue), contains(condition.whenFalse), isExact: condition.isExact)
    case .exists:
      return leaf(
        path, type: "array", contains(condition.whenTrue), items(condition.whenFalse), isExact: condition.isExact)
    default: return nil
    }
  }
}
