/// What happens while a plan is carried out, in this order for each choice in turn.
enum GenerationEvent: Sendable {
  case text(choice: Int, String)
  case ended(choice: Int, FinishReason)
  /// The last event.
  case finished(Usage)

  var choice: Int? {
    switch self {
    case .text(let choice, _), .ended(let choice, _): choice
    case .finished: nil
    }
  }
}
