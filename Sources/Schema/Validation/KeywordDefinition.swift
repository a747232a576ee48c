import JSON

/// A keyword's place in the language: where it holds and how it is compiled.
struct KeywordDefinition: Sendable {
  /// When a keyword is evaluated, among those of one schema.
  enum Phase: Int, Sendable {
    case assertion
    case applicator
    /// After all others, because it depends on what they evaluated.
    case unevaluated
  }

  typealias Compile =
    @Sendable (_ source: KeywordSource, _ compiler: inout SchemaCompiler) throws(SchemaError) -> (any Keyword)?

  let name: ExactString
  let drafts: ClosedRange<Draft>
  /// Any of which switches the keyword on, from 2019-09.
  let vocabularies: Vocabulary
  let phase: Phase
  /// Nil when the value constrains nothing.
  let compile: Compile

  init(
    _ name: ExactString, _ drafts: ClosedRange<Draft> = .draft4 ... .draft2020, _ vocabularies: Vocabulary,
    _ phase: Phase = .assertion, compile: @escaping Compile
  ) {
    self.name = name
    self.drafts = drafts
    self.vocabularies = vocabularies
    self.phase = phase
    self.compile = compile
  }

  func holds(in dialect: Dialect) -> Bool {
    guard drafts.contains(dialect.draft) else { return false }
    return dialect.draft < .draft2019 || !vocabularies.isDisjoint(with: dialect.vocabularies)
  }
}
