/// A request that waits for its turn, and who is told what comes of it.
struct WaitingText: Sendable {
  let request: GenerationRequest
  let turn: Turn
  let engine: Engine
  let asked = ContinuousClock.now
  let emit: @Sendable (OutputPiece) -> Void
  let end: @Sendable (Result<GenerationResult, GenerationError>) -> Void
}
