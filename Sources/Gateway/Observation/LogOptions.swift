/// What the log has.
package struct LogOptions: Sendable, Hashable {
  /// `info` has a line for each request, `error` only for those that failed by our own fault.
  package var level = LogEntry.Level.info
  /// Whether the lines have what was asked; otherwise no line has a text of a request.
  package var hasPrompts = false

  package init() {}
}
