import JSON

/// A stream of JSON values without names, which ends with a word that is none, as chat completions have it.
struct DataEvents: EventEncoder {
  private let encode: @Sendable (GenerationEvent, Bool) -> [JSONValue]
  private var started: Set<Int> = []

  /// - Parameter encode: makes values of an event; it also learns whether the event is the first of its choice.
  init(_ encode: @escaping @Sendable (GenerationEvent, Bool) -> [JSONValue]) { self.encode = encode }

  func opening() -> String { "" }

  mutating func text(for event: GenerationEvent) -> String {
    let isFirst = event.choice.map { started.insert($0).inserted } ?? false
    return encode(event, isFirst).map(ServerSentEvents.event).joined()
  }

  func failure(_ error: GatewayError) -> String { ServerSentEvents.event(error.json) }

  func closing() -> String { ServerSentEvents.done }
}
