package import JSON

/// What has been said in a session.
package struct SessionHistory: Sendable, Hashable {
  /// The text that stands before all turns.
  package var system: String?
  /// The messages of each turn, the answer last; the oldest turn first.
  package var turns: [[JSONValue]]

  package init(system: String? = nil, turns: [[JSONValue]] = []) {
    self.system = system
    self.turns = turns
  }
}
