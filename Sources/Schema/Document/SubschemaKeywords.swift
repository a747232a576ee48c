import JSON

/// Where schemas stand inside a schema, by keyword and draft.
enum SubschemaKeywords {
  enum Shape {
    case schema
    case array
    case map
    /// `items` up to 2019-09.
    case schemaOrArray
    /// `dependencies`: what is an array there is a list of names.
    case mapWithNameLists
  }

  /// Nil for keywords that hold no schemas in the draft, unknown ones included.
  static func shape(of keyword: ExactString, in draft: Draft) -> Shape? {
    guard let row = rows[keyword], row.drafts.contains(draft) else { return nil }
    if keyword == "items", draft == .draft2020 { return .schema }
    return row.shape
  }

  private static let rows = KeywordMap<(shape: Shape, drafts: ClosedRange<Draft>)>([
    ("additionalItems", (.schema, .draft4 ... .draft2019)),
    ("additionalProperties", (.schema, .draft4 ... .draft2020)),
    ("allOf", (.array, .draft4 ... .draft2020)),
    ("anyOf", (.array, .draft4 ... .draft2020)),
    ("contains", (.schema, .draft6 ... .draft2020)),
    ("contentSchema", (.schema, .draft2019 ... .draft2020)),
    ("definitions", (.map, .draft4 ... .draft2020)),
    ("$defs", (.map, .draft2019 ... .draft2020)),
    ("dependencies", (.mapWithNameLists, .draft4 ... .draft2020)),
    ("dependentSchemas", (.map, .draft2019 ... .draft2020)),
    ("else", (.schema, .draft7 ... .draft2020)),
    ("if", (.schema, .draft7 ... .draft2020)),
    ("items", (.schemaOrArray, .draft4 ... .draft2020)),
    ("not", (.schema, .draft4 ... .draft2020)),
    ("oneOf", (.array, .draft4 ... .draft2020)),
    ("patternProperties", (.map, .draft4 ... .draft2020)),
    ("prefixItems", (.array, .draft2020 ... .draft2020)),
    ("properties", (.map, .draft4 ... .draft2020)),
    ("propertyNames", (.schema, .draft6 ... .draft2020)),
    ("then", (.schema, .draft7 ... .draft2020)),
    ("unevaluatedItems", (.schema, .draft2019 ... .draft2020)),
    ("unevaluatedProperties", (.schema, .draft2019 ... .draft2020)),
  ])
}
