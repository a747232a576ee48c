import Masking
import Schema
import Testing
import Tokenizer
import Verification

/// Masks at random states against the oracle, which shares nothing with the walk. `sluice oracle` does the same for
/// thousands of states and a large vocabulary.
@Suite struct OracleTests {
  private static func check(
    _ survey: OracleSurvey, _ vocabulary: MaskingVocabulary, atLeast states: Int
  ) {
    for entry in survey.disagreements {
      let tokens = entry.onlyMask.prefix(3).map { "\($0)" } + ["|"] + entry.onlyOracle.prefix(3).map { "\($0)" }
      Issue.record(
        """
        \(entry.schema) after \(String(decoding: entry.text, as: UTF8.self)), \
        \(entry.remaining.map { "\($0) tokens left" } ?? "no budget"): \(tokens.joined(separator: " "))
        """)
    }
    #expect(survey.states >= states)
    #expect(survey.statesWithBudget == survey.states)
  }

  @Test(arguments: [RecognizerOptions.generation, .acceptance])
  func smallVocabulary(_ options: RecognizerOptions) throws {
    let vocabulary = try TestFiles.small.get()
    var survey = OracleSurvey(
      vocabulary, schemaOptions: SchemaOptions(formats: .assertion), options: options, seed: 17)
    for row in try TestFiles.cases() { try survey.compare(row.name, row.schema, walks: 6, steps: 30) }
    #expect(survey.refused == 0)
    Self.check(survey, vocabulary, atLeast: 100)
  }
}
