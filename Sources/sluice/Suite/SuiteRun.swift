import JSON
import Masking
import Schema
import Tokenizer
import Verification

/// The official suite through the masks: every instance written compactly, byte by byte and by a tokenizer's tokens.
struct SuiteRun {
  private let suite: OfficialSuite
  private let part: OfficialSuite.Part
  private let bytes: MaskingVocabulary
  private let tokens: (vocabulary: MaskingVocabulary, tokenizer: Tokenizer)?

  /// - Parameter tokens: nil: by bytes only.
  init(
    _ suite: OfficialSuite, _ part: OfficialSuite.Part, bytes: MaskingVocabulary,
    tokens: (vocabulary: MaskingVocabulary, tokenizer: Tokenizer)?
  ) {
    self.suite = suite
    self.part = part
    self.bytes = bytes
    self.tokens = tokens
  }

  func run(_ folder: String, _ draft: Draft) throws -> SuiteTally {
    var tally = SuiteTally(draft: folder)
    for group in try suite.groups(folder, part) { try run(group, draft, &tally) }
    return tally
  }

  private func run(_ group: OfficialSuite.Group, _ draft: Draft, _ tally: inout SuiteTally) throws {
    let byBytes: Constraint
    let byTokens: Constraint?
    do throws(MaskingError) {
      byBytes = try constraint(group.schema, draft, bytes)
      byTokens = try tokens.map { (entry) throws(MaskingError) in try constraint(group.schema, draft, entry.vocabulary)
      }
    } catch {
      guard case .schema(.unsatisfiable) = error else {
        tally.refuse(group, "\(error)")
        return
      }
      // A schema without instances lets nothing through: right for cases that are invalid.
      for test in group.cases {
        tally.add("\(group.title): \(test.title)", isValid: test.isValid, byBytes: false, byTokens: false)
      }
      return
    }
    for test in group.cases {
      let title = "\(group.title): \(test.title)"
      let text = JSONWriter.write(test.instance)
      let ids = try tokens.map { try Spelling.tokens(of: text, $0.tokenizer, $0.vocabulary) }
      do throws(MaskingError) {
        let bytesPass = try MaskReplay.accepts(bytes: text.utf8, byBytes)
        var tokensPass = bytesPass
        if let ids, let byTokens { tokensPass = try MaskReplay.accepts(ids, byTokens) }
        tally.add(title, isValid: test.isValid, byBytes: bytesPass, byTokens: tokensPass)
      } catch {
        tally.add(title, isValid: test.isValid, failure: "\(error)")
      }
    }
  }

  private func constraint(
    _ schema: JSONValue, _ draft: Draft, _ vocabulary: MaskingVocabulary
  ) throws(MaskingError) -> Constraint {
    let document: SchemaDocument
    do throws(SchemaError) {
      // In the required cases formats are annotations.
      let formats: SchemaOptions.FormatMode = part == .formats ? .assertion : .annotation
      document = try SchemaDocument(
        schema, registry: suite.registry, options: SchemaOptions(defaultDraft: draft, formats: formats))
    } catch {
      throw .schema(error)
    }
    return try Constraint(document, vocabulary: vocabulary, options: .acceptance)
  }
}
