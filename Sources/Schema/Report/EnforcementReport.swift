import Automata
public import JSON

/// What the masks make of a schema: every keyword's lot, all that is refused, how short and how long documents get, and
/// what is likely not meant as it stands.
public struct EnforcementReport: Sendable {
  public enum Verdict: String, Sendable, Hashable {
    /// Every keyword that constrains is enforced.
    case enforced
    case refused
    /// No value is valid.
    case unsatisfiable
  }

  public let verdict: Verdict
  /// The draft that the root is read as.
  public let draft: Draft
  /// In the order in which they stand in the schema.
  public let keywords: [KeywordEntry]
  /// All that the schema is refused for, not only the first; `unsatisfiable` among them.
  public let refusals: [SchemaError]
  /// A shortest document that the search for one finds, as UTF-8; nil when the schema is not enforced.
  public let shortest: [UInt8]?
  /// Bytes that no document exceeds; nil when none are known.
  public let longestBytes: Int?
  /// What may be expensive.
  public let notes: [WorstCaseNote]
  public let lint: [LintNote]
  /// The schema as it was read; nil when it could not be.
  package let document: SchemaDocument?
  package let options: RecognizerOptions
  package let schemaOptions: SchemaOptions

  /// The report for generation, with members in the order in which the schema declares them.
  public init(schema: JSONValue, schemaOptions: SchemaOptions = SchemaOptions(formats: .assertion)) {
    self.init(schema: schema, schemaOptions: schemaOptions, options: .generation)
  }

  package init(
    schema: JSONValue, registry: SchemaRegistry = SchemaRegistry(), schemaOptions: SchemaOptions,
    options: RecognizerOptions
  ) {
    let document: SchemaDocument
    do throws(SchemaError) {
      document = try SchemaDocument(schema, registry: registry, options: schemaOptions)
    } catch {
      self.init(refusing: error, schemaOptions, options)
      return
    }
    self.init(document, options: options)
  }

  /// A schema that can't even be read.
  private init(refusing error: SchemaError, _ schemaOptions: SchemaOptions, _ options: RecognizerOptions) {
    self.schemaOptions = schemaOptions
    self.options = options
    verdict = .refused
    draft = schemaOptions.defaultDraft
    refusals = [error]
    document = nil
    (keywords, shortest, longestBytes, notes, lint) = ([], nil, nil, [], [])
  }

  package init(_ document: SchemaDocument, options: RecognizerOptions) {
    self.document = document
    self.options = options
    schemaOptions = document.options
    draft = document.dialect(of: document.root).draft
    // To look at each keyword for itself takes more than compiling all of them.
    var patient = options
    patient.limits = WorkLimits(
      steps: options.limits.steps.multipliedReportingOverflow(by: 4).overflow ? .max : options.limits.steps * 4,
      duration: options.limits.duration * 4, memory: options.limits.memory)
    var space = FormulaSpace(document: document, options: patient)
    var survey = SchemaSurvey(&space)
    var shortest: [UInt8]?
    var longest: Int?
    var dead: [LintNote] = []
    var isUnsatisfiable = false
    if survey.refusals.isEmpty {
      do throws(SchemaError) {
        var automaton = try SchemaAutomaton(document, options: options)
        shortest = try automaton.completion(from: automaton.start, tapeEnd: 0)
        dead = DeadBranches.notes(survey, &space)
        longest = Self.longest(&space)
      } catch {
        if case .unsatisfiable = error { isUnsatisfiable = true }
        survey.record(error)
      }
    }
    keywords = survey.entries(&space)
    refusals = survey.refusals
    verdict = isUnsatisfiable ? .unsatisfiable : refusals.isEmpty ? .enforced : .refused
    self.shortest = shortest
    longestBytes = longest
    notes = WorstCase.notes(survey, &space)
    lint = LintRules.notes(survey, &space) + dead
  }

  /// Where the question is too hard no bound is known.
  private static func longest(_ space: inout FormulaSpace) -> Int? {
    space.restartMeters()
    do throws(SchemaError) {
      return try LongestDocument.bytes(of: space.formula(of: space.document.root, in: .empty), in: &space)
    } catch {
      return nil
    }
  }

  /// How many keywords have each status.
  public func count(_ status: String) -> Int { keywords.count { $0.status.name == status } }
}
