import JSON

/// What the value of a keyword has to be so that it is always enforced.
enum PlainKeyword {
  /// It says nothing of values.
  case silent
  /// It may begin a resource of its own.
  case identifier
  /// Whether it is enforced takes a closer look.
  case closer
  case type
  case properties
  case definitions
  case names
  case schema
  case count
  case bound
  case strictBound
  case flag
  case values
  case value
  case text
  case format
  case branches

  /// Keywords that are not here say nothing.
  static let byName = KeywordMap<PlainKeyword>(
    KeywordFamilies.byKeyword.names.map { ($0, plain[$0] ?? .closer) }
      + KeywordCatalogue.rows.names.filter { KeywordFamilies.byKeyword[$0] == nil }.map { ($0, plain[$0] ?? .silent) })

  private static let plain = KeywordMap<PlainKeyword>([
    ("type", .type), ("properties", .properties), ("$defs", .definitions), ("definitions", .definitions),
    ("required", .names), ("additionalProperties", .schema), ("items", .schema), ("minLength", .count),
    ("maxLength", .count), ("minItems", .count), ("maxItems", .count), ("minProperties", .count),
    ("maxProperties", .count), ("minimum", .bound), ("maximum", .bound), ("exclusiveMinimum", .strictBound),
    ("exclusiveMaximum", .strictBound), ("uniqueItems", .flag), ("enum", .values), ("const", .value),
    ("format", .format), ("id", .identifier), ("$id", .identifier),
    // References that lead back without consuming anything are looked for apart.
    ("$ref", .text), ("allOf", .branches), ("anyOf", .branches),
  ])
}
