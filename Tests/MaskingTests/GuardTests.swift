import Automata
import JSON
import Schema
import Testing
import Tokenizer
import Verification

@testable import Masking

/// Schemas with texts of which a predicate decides: what the masks let through too much is taken back, and no document
/// comes out of it that is not valid.
@Suite struct GuardTests {
  static func cases() throws -> [TestFiles.Case] { try TestFiles.cases(in: "guarded") }

  #if DEBUG
    private static let walks: UInt64 = 1
    private static let budgets = [16, 80]
  #else
    private static let walks: UInt64 = 20
    private static let budgets = [24, 48, 90, 120]
  #endif

  /// Predicates take their time, above all where all is compiled for debugging and others run beside.
  private static func constraint(
    _ schema: JSONValue, _ vocabulary: MaskingVocabulary, guards: Bool = true
  ) throws -> Constraint {
    var options = RecognizerOptions.generation
    options.guards = guards
    options.limits.duration = .seconds(60)
    let document = try SchemaDocument(schema, options: SchemaOptions(formats: .assertion))
    return try Constraint(document, vocabulary: vocabulary, options: options)
  }

  private static let bytes = Result { () throws(MaskingError) in
    try MaskingVocabulary(.bytes, endTokens: [TokenID(256)])
  }

  @Test(arguments: try cases()) func walksEndInValidDocuments(_ row: TestFiles.Case) throws {
    let validator = try CompiledSchema(row.schema, options: SchemaOptions(formats: .assertion))
    let constraint = try Self.constraint(row.schema, try Self.bytes.get())
    #expect(constraint.isGuarded)
    for budget in Self.budgets {
      for seed in 0..<Self.walks {
        var walk = RandomWalk(seed: seed)
        let outcome = try walk.document(constraint, budget: budget, choice: .uniform)
        let text = String(decoding: outcome.text, as: UTF8.self)
        #expect(outcome.isComplete, "\(text)")
        if outcome.isComplete { #expect(try validator.isValid(JSONParser.parse(bytes: outcome.text)), "\(text)") }
      }
    }
  }

  /// Without guards nothing is taken back, and what is written is still valid. Where predicates exclude each other, what
  /// is certain takes long to find.
  @Test(arguments: try cases().filter { $0.schema["oneOf"] == nil }) func withoutGuardsNothingIsTakenBack(
    _ row: TestFiles.Case
  ) throws {
    let validator = try CompiledSchema(row.schema, options: SchemaOptions(formats: .assertion))
    let constraint: Constraint
    do {
      constraint = try Self.constraint(row.schema, try Self.bytes.get(), guards: false)
    } catch MaskingError.schema(.unsatisfiable) {
      // Some schemas ask for just what is left out.
      return
    }
    for seed in 0..<Self.walks {
      var walk = RandomWalk(seed: seed)
      let outcome = try walk.document(constraint, budget: 80, choice: .byteFirst)
      #expect(outcome.isComplete && outcome.rollbacks == 0)
      #expect(try validator.isValid(JSONParser.parse(bytes: outcome.text)))
    }
  }

  /// Valid texts that the states of the automaton do not tell from others.
  @Test(arguments: [
    ("hostname", "xn--bcher-kva.example"), ("idn-hostname", "b\u{FC}cher.example"), ("idn-hostname", "l\u{B7}l"),
    ("regex", "(?<a>x)\\\\k<a>"), ("regex", "[\u{E0}-\u{E9}]"),
  ]) func validTextsPass(_ format: String, _ text: String) throws {
    let constraint = try Self.constraint(["format": .string(ExactString(format))], try Self.bytes.get())
    #expect(try MaskReplay.accepts(bytes: "\"\(text)\"".utf8, constraint))
  }

  @Test(arguments: [
    ("hostname", "xn--bcher-kv"), ("idn-hostname", "bu\u{308}cher"), ("idn-hostname", "1.\u{5D0}"),
    ("regex", "(?<a>x)(?<a>y)"), ("regex", "\\\\k<b>(?<a>x)"), ("regex", "[\u{E9}-\u{E0}]"),
  ]) func invalidTextsStop(_ format: String, _ text: String) throws {
    let constraint = try Self.constraint(["format": .string(ExactString(format))], try Self.bytes.get())
    #expect(try !MaskReplay.accepts(bytes: "\"\(text)\"".utf8, constraint))
  }
}
