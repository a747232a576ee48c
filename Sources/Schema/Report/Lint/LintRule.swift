import JSON

/// One thing to look for in a schema. A new rule gets a file in `Rules` and a place in `LintRules.all`.
protocol LintRule: SendableMetatype {
  static func notes(_ schema: LintSubject) -> [LintNote]
}

enum LintRules {
  static let all: [any LintRule.Type] = [
    GeneratorRule.self, SpellingRule.self, DraftRule.self, Draft3Rule.self, OpenAPIRule.self, DiscriminatorRule.self,
    TypeRule.self, ObjectRule.self, StringRule.self,
  ]

  /// The notes on all schemas of a document, in the order in which they stand.
  static func notes(_ survey: SchemaSurvey, _ space: inout FormulaSpace) -> [LintNote] {
    let root = space.document[space.document.root].value
    var typed: [Bool] = []
    var notes: [LintNote] = []
    for place in survey.places {
      let inherits = place.holder.map { KeywordCatalogue.inPlace.contains($0) } == true && typed[place.parent!]
      typed.append(inherits || place.keywords["type"] != nil)
      let subject = LintSubject(
        location: place.location, keywords: place.keywords, draft: place.dialect.draft, root: root,
        holder: place.holder, inheritsType: inherits, admitsNull: survey.admitsNull(place.node, in: &space))
      for rule in all { notes += rule.notes(subject) }
    }
    return notes
  }
}
