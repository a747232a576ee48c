/// Tools that a text may, or has to, call.
package struct ToolConstraint: Sendable {
  /// What may come instead of calls, or before them.
  package enum Lead: Sendable {
    /// The model has to call a tool.
    case nothing
    /// Any text, which may end in calls.
    case text
    /// A document of a schema instead of calls.
    case document(DocumentConstraint)
  }

  package var tools: [CallableTool]
  package var lead: Lead
  /// Whether more calls than one may come.
  package var allowsSeveral: Bool

  /// - Parameter tools: at least one, no two of one name; names have no quotes and nothing that JSON escapes.
  package init(tools: [CallableTool], lead: Lead, allowsSeveral: Bool) {
    self.tools = tools
    self.lead = lead
    self.allowsSeveral = allowsSeveral
  }
}
