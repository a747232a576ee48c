/// What the texts of a measurement are held to.
enum BenchTexts: String, Hashable, CaseIterable {
  /// Free texts, as long as they may be.
  case free = "no"
  /// Documents of a schema, drawn at random.
  case documents = "yes"
  /// Documents of a schema whose values stand in the prompt, the likeliest tokens: some of them can be guessed.
  case extracts = "extract"

  var hasSchema: Bool { self != .free }
}
