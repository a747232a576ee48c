import Decoding

/// What was written while so many texts as a case has were all under way.
struct BenchWindow {
  private(set) var tokens = 0
  private(set) var seconds = 0.0
  /// Steps of the model, counted once for each text that was under way.
  private var steps = 0
  private var modelSeconds = 0.0
  /// Guessed tokens, and those that came true.
  private(set) var guesses = 0
  private(set) var rightGuesses = 0

  /// Tokens of all texts in a second.
  var rate: Double { Double(tokens) / max(seconds, 1e-9) }
  /// The share of the time that was spent on masks and sampling, and not by the model.
  var shareBesideModel: Double { max(0, 1 - modelSeconds / max(seconds, 1e-9)) }
  /// How often a text waited for the model, by its tokens.
  var stepsPerToken: Double { Double(steps) / Double(max(tokens, 1)) }

  /// Adds what lies between two looks at the same texts.
  mutating func add(from start: BenchLook, to end: BenchLook, texts: Int) {
    tokens += end.tokens - start.tokens
    seconds += (end.time - start.time) / .seconds(1)
    steps += (end.counts.steps - start.counts.steps) * texts
    modelSeconds += (end.counts.modelTime - start.counts.modelTime) / .seconds(1)
    guesses += end.counts.draftedRows - start.counts.draftedRows
    rightGuesses += end.counts.rightRows - start.counts.rightRows
  }
}
