import JSON

/// What the keywords of a schema say, as far as that is plain at sight.
struct PlainFacts {
  /// Whole numbers from a least to a greatest one.
  struct Interval {
    var lower: Int?
    var upper: Int?

    /// Beyond, it takes long to write such a value, and a closer look may find that it takes too long.
    private static let size = 1_000

    var isGiven: Bool { lower != nil || upper != nil }
    var isPossible: Bool { lower ?? .min <= upper ?? .max }
    /// The same for the length of a value.
    var isShort: Bool { lower ?? 0 <= Self.size }

    mutating func raise(to value: Int) { lower = max(lower ?? value, value) }
    mutating func reduce(to value: Int) { upper = min(upper ?? value, value) }
  }

  var types: [ExactString]?
  var values: [JSONValue]?
  /// Of `anyOf`.
  var branches: Int?
  var isReference = false
  var hasFormat = false
  var hasGuardedFormat = false
  var hasPattern = false
  var isMultiple = false
  var lengths = Interval()
  var bounds = Interval()
  var lengthsOfArrays = Interval()
  /// Whether some items have to be what `contains` says.
  var hasContained = false
  /// Whether items may have to be something by their position.
  var tellsItemsApart = false
  var isUnique = false
  var minimumProperties = 0
  /// Whether something else speaks of the members that are there.
  var limitsNames = false
  var properties: JSONObject?
  var required: [ExactString] = []
  /// Keywords that constrain.
  private var count = 0

  var isAlone: Bool { count == 1 }
  var isOnlyTyped: Bool { count == (types == nil ? 1 : 2) }
  /// Whether it is strings that match a pattern, and all of them.
  var isOnlyPattern: Bool { hasPattern && types == ["string"] && count == 2 }

  /// The type of a value that is the only one of its kind; nil where equality takes a closer look.
  static func simpleType(of value: JSONValue) -> ExactString? {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .string: "string"
    case .number, .array, .object: nil
    }
  }

  /// False where the keyword, or what it says, takes a closer look.
  mutating func note(_ member: JSONObject.Member) -> Bool {
    count += 1
    switch member.key {
    case "type":
      switch member.value {
      case .string(let name): types = [name]
      case .array(let names): types = names.compactMap { if case .string(let name) = $0 { name } else { nil } }
      default: return false
      }
    case "properties":
      properties = member.value.objectValue
      return properties != nil
    case "required":
      guard let names = member.value.arrayValue else { return false }
      required = names.compactMap { if case .string(let name) = $0 { name } else { nil } }
    case "additionalProperties": break
    case "items": tellsItemsApart = tellsItemsApart || member.value.arrayValue != nil
    case "prefixItems", "additionalItems", "unevaluatedItems", "maxContains": tellsItemsApart = true
    case "contains", "minContains": hasContained = true
    case "patternProperties", "propertyNames", "dependentRequired", "dependentSchemas", "dependencies",
      "unevaluatedProperties", "maxProperties":
      limitsNames = true
    case "pattern": hasPattern = true
    case "multipleOf": isMultiple = true
    case "$ref": isReference = true
    case "uniqueItems": isUnique = member.value != false
    case "$defs", "definitions": count -= 1
    case "enum":
      guard let list = member.value.arrayValue, values == nil else { return false }
      values = list
    case "const":
      if values != nil { return false }
      values = [member.value]
    case "format":
      hasFormat = true
      hasGuardedFormat = GuardedKeywords.isGuarded(member)
    case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "minimum", "maximum",
      "exclusiveMinimum", "exclusiveMaximum":
      guard let number = member.value.integerValue, abs(number) < Self.largest else { return false }
      note(member.key, number)
      return lengths.isShort && lengthsOfArrays.isShort
    case "anyOf":
      guard let list = member.value.arrayValue else { return false }
      branches = list.count
    default: return false
    }
    return true
  }

  private static let largest = 1 << 53

  private mutating func note(_ keyword: ExactString, _ number: Int) {
    switch keyword {
    case "minLength": lengths.raise(to: number)
    case "maxLength": lengths.reduce(to: number)
    case "minItems": lengthsOfArrays.raise(to: number)
    case "maxItems": lengthsOfArrays.reduce(to: number)
    case "minProperties": minimumProperties = number
    case "minimum": bounds.raise(to: number)
    case "exclusiveMinimum": bounds.raise(to: number + 1)
    case "maximum": bounds.reduce(to: number)
    case "exclusiveMaximum": bounds.reduce(to: number - 1)
    default: preconditionFailure("\(keyword) has no number")
    }
  }
}
