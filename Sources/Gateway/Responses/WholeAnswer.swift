/// All that comes of a request that does not stream.
struct WholeAnswer: Sendable {
  let choices: [Completion]
  let usage: Usage
  let origin: AnswerOrigin
}
