/// What came before an event, as far as it is told with it.
struct EventProgress: Sendable {
  /// Whether the event is the first of its choice.
  var isFirst = false
  /// Tokens whose text the event is, or of which no text came.
  var tokens: [TokenAnswer] = []
  var origin: AnswerOrigin?
}
