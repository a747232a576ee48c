import Decoding

/// How far texts have come at a time.
struct BenchLook {
  let time: ContinuousClock.Instant
  /// Tokens of all texts.
  let tokens: Int
  /// Of the text that has the fewest.
  let fewest: Int
  let counts: SchedulerCounts

  init(_ texts: [GenerationProgress], _ engine: Engine) {
    let written = texts.map(\.tokens.count)
    time = .now
    tokens = written.reduce(0, +)
    fewest = written.min() ?? 0
    counts = engine.statistics
  }
}
