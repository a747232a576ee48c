/// What a generated text has to be.
package enum OutputConstraint: Sendable {
  /// Any text.
  case none
  /// A JSON document of a schema.
  case document(DocumentConstraint)
  /// Calls of tools.
  case tools(ToolConstraint)
}
