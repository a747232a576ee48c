/// Writes the events of one generation as the text of an event stream.
protocol EventEncoder: Sendable {
  /// What comes before all events.
  mutating func opening() -> String
  mutating func text(for event: GenerationEvent) -> String
  /// What comes instead of the events that are missing.
  mutating func failure(_ error: GatewayError) -> String
  /// What comes behind the last event.
  func closing() -> String
}
