/// What a generated text has to be.
package enum OutputConstraint: Sendable {
  /// Any text.
  case none
  /// A JSON document of a schema.
  case document(DocumentConstraint)
  /// Such a document, or a question of `Clarification`'s schema.
  case clarifying(DocumentConstraint, question: DocumentConstraint)
  /// The value of a document, whose schema is for strings alone.
  case string(DocumentConstraint)
  /// Calls of tools.
  case tools(ToolConstraint)

  /// Whether its masks leave out more than what spells no text.
  var isConstraint: Bool { if case .none = self { false } else { true } }
}
