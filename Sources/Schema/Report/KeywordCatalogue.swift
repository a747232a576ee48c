import JSON

/// Every keyword that some draft defines: since when, until when, and what for.
enum KeywordCatalogue {
  enum Role {
    /// It constrains values, by itself or through the schemas that it applies.
    case constraint
    /// It names or holds schemas and says nothing of values itself.
    case structure
    case annotation
  }

  struct Row {
    let drafts: ClosedRange<Draft>
    let role: Role
  }

  static let rows: KeywordMap<Row> = {
    var rows: [(ExactString, Row)] = []
    func add(_ role: Role, _ drafts: ClosedRange<Draft>, _ names: ExactString...) {
      for name in names { rows.append((name, Row(drafts: drafts, role: role))) }
    }
    add(
      .constraint, .draft4 ... .draft2020, "type", "enum", "multipleOf", "minimum", "maximum", "exclusiveMinimum",
      "exclusiveMaximum", "minLength", "maxLength", "pattern", "format", "items", "minItems", "maxItems",
      "uniqueItems", "properties", "patternProperties", "additionalProperties", "required", "minProperties",
      "maxProperties", "allOf", "anyOf", "oneOf", "not", "$ref")
    add(.constraint, .draft4 ... .draft2019, "additionalItems")
    add(.constraint, .draft4 ... .draft7, "dependencies")
    add(.constraint, .draft6 ... .draft2020, "const", "contains", "propertyNames")
    add(.constraint, .draft7 ... .draft2020, "if", "then", "else")
    add(
      .constraint, .draft2019 ... .draft2020, "minContains", "maxContains", "dependentRequired", "dependentSchemas",
      "unevaluatedItems", "unevaluatedProperties")
    add(.constraint, .draft2019 ... .draft2019, "$recursiveRef")
    add(.constraint, .draft2020 ... .draft2020, "prefixItems", "$dynamicRef")
    add(.structure, .draft4 ... .draft2020, "$schema", "definitions")
    add(.structure, .draft4 ... .draft4, "id")
    add(.structure, .draft6 ... .draft2020, "$id")
    add(.structure, .draft2019 ... .draft2020, "$anchor", "$defs", "$vocabulary")
    add(.structure, .draft2019 ... .draft2019, "$recursiveAnchor")
    add(.structure, .draft2020 ... .draft2020, "$dynamicAnchor")
    add(.annotation, .draft4 ... .draft2020, "title", "description", "default")
    add(.annotation, .draft6 ... .draft2020, "examples")
    add(
      .annotation, .draft7 ... .draft2020, "$comment", "readOnly", "writeOnly", "contentEncoding", "contentMediaType")
    add(.annotation, .draft2019 ... .draft2020, "deprecated", "contentSchema")
    return KeywordMap(rows)
  }()

  /// Keywords that apply schemas to the same value, so that what they say adds to what stands beside them.
  static let inPlace: Set<ExactString> = [
    "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies",
  ]

  /// Keywords that only speak of values of one type, by that type.
  static let types: [ExactString: String] = {
    var types: [ExactString: String] = [:]
    func add(_ type: String, _ names: ExactString...) { for name in names { types[name] = type } }
    add("number", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
    add("string", "minLength", "maxLength", "pattern", "format")
    add(
      "array", "items", "prefixItems", "additionalItems", "minItems", "maxItems", "uniqueItems", "contains",
      "minContains", "maxContains", "unevaluatedItems")
    add(
      "object", "properties", "patternProperties", "additionalProperties", "required", "minProperties",
      "maxProperties", "propertyNames", "dependentRequired", "dependentSchemas", "dependencies",
      "unevaluatedProperties")
    return types
  }()

  /// Whether a keyword says nothing without another one that is not there, or with this value.
  static func isIdle(_ keyword: ExactString, _ value: JSONValue, in keywords: JSONObject, _ draft: Draft) -> Bool {
    switch keyword {
    case "uniqueItems": value == .bool(false)
    case "then", "else": keywords["if"] == nil
    case "if": keywords["then"] == nil && keywords["else"] == nil
    case "additionalItems": keywords["items"]?.arrayValue == nil
    case "minContains", "maxContains": keywords["contains"] == nil
    case "exclusiveMinimum": draft == .draft4 && (value == .bool(false) || keywords["minimum"] == nil)
    case "exclusiveMaximum": draft == .draft4 && (value == .bool(false) || keywords["maximum"] == nil)
    default: false
    }
  }
}
