import JSON

/// All keywords that constrain.
enum KeywordTable {
  private static let definitions: [ExactString: [KeywordDefinition]] = Dictionary(
    grouping: GeneralKeywords.definitions + NumericKeywords.definitions + StringKeywords.definitions
      + ArrayKeywords.definitions + ObjectKeywords.definitions + DependencyKeywords.definitions
      + LogicKeywords.definitions + ReferenceKeywords.definitions + UnevaluatedKeywords.definitions,
    by: \.name)

  /// Whether `keyword` constrains elsewhere but not in this dialect.
  static func isSwitchedOff(_ keyword: ExactString, in dialect: Dialect) -> Bool {
    definitions[keyword].map { $0.allSatisfy { !$0.holds(in: dialect) } } ?? false
  }

  /// The definition of `keyword` that holds in the dialect; nil for annotations and unknown keywords.
  static func definition(_ keyword: ExactString, in dialect: Dialect) -> KeywordDefinition? {
    definitions[keyword]?.first { $0.holds(in: dialect) }
  }
}
