import JSON

/// A stream of JSON values without names, which ends with a word that is none, as chat completions have it.
struct DataEvents: EventEncoder {
  private let encode: @Sendable (GenerationEvent, EventProgress) -> [JSONValue]
  private var started: Set<Int> = []
  private var progress = EventProgress()

  /// - Parameter encode: makes values of an event; none of what is told with others.
  init(_ encode: @escaping @Sendable (GenerationEvent, EventProgress) -> [JSONValue]) { self.encode = encode }

  func opening() -> String { "" }

  mutating func text(for event: GenerationEvent) -> String {
    switch event {
    case .origin(let origin):
      progress.origin = origin
      return ""
    case .token(_, let token):
      progress.tokens.append(token)
      return ""
    default: break
    }
    progress.isFirst = event.choice.map { started.insert($0).inserted } ?? false
    defer { progress.tokens = [] }
    return encode(event, progress).map(ServerSentEvents.event).joined()
  }

  func failure(_ error: GatewayError) -> String { ServerSentEvents.event(error.json) }

  func closing() -> String { ServerSentEvents.done }
}
