/// What happens while a plan is carried out: where the answer comes from, as soon as that is known; then for each choice
/// in turn its text, its calls one after another, its end.
enum GenerationEvent: Sendable {
  case origin(AnswerOrigin)
  case text(choice: Int, String)
  /// What the model asks instead of writing a text.
  case question(choice: Int, String)
  /// A token of the choice's text, which comes behind it.
  case token(choice: Int, TokenAnswer)
  /// A call of the choice starts, numbered from 0; its arguments come.
  case call(choice: Int, number: Int, CallAnswer)
  /// More of the arguments of the call that started last.
  case arguments(choice: Int, number: Int, String)
  case ended(choice: Int, FinishReason)
  /// The last event.
  case finished(Usage)

  var choice: Int? {
    switch self {
    case .text(let choice, _), .question(let choice, _), .token(let choice, _), .ended(let choice, _): choice
    case .call(let choice, _, _), .arguments(let choice, _, _): choice
    case .origin, .finished: nil
    }
  }
}
