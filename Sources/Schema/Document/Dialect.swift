/// What `$schema` decides for a schema resource.
package struct Dialect: Hashable, Sendable {
  package var draft: Draft
  package var vocabularies: Vocabulary

  package init(_ draft: Draft, vocabularies: Vocabulary = .standard) {
    self.draft = draft
    self.vocabularies = vocabularies
  }
}
