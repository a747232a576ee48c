import Automata
import JSON
import Masking
import Schema
import Tokenizer

/// Counts and times of a benchmark of masks.
struct Maskbench {
  typealias PropertyOrder = RecognizerOptions.PropertyOrder

  private let vocabulary: MaskingVocabulary
  private let tokenizer: Tokenizer
  private let options: SchemaOptions
  private let recognizerOptions: RecognizerOptions
  private let clock: StepClock

  private var schemas = 0
  private var passing = 0
  private var compileErrors = 0
  private var falseAccepts = 0
  private var falseRejects = 0
  /// Schemas with a keyword that is guarded, not masked.
  private var guarded = 0
  private var firstMask: [Double] = []
  private var steps = StepTimes()
  /// Steps of a second replay of the same instances, with everything that the first one has shown.
  private var warmSteps = StepTimes()
  private var slowest = SlowestSteps()
  private var warmSlowest = SlowestSteps()
  private var warmAllocations = AllocationCount()

  init(
    vocabulary: MaskingVocabulary, tokenizer: Tokenizer, order: PropertyOrder, options: SchemaOptions, clock: StepClock
  ) {
    self.clock = clock
    self.vocabulary = vocabulary
    self.tokenizer = tokenizer
    self.options = options
    var recognizerOptions = RecognizerOptions.acceptance
    recognizerOptions.propertyOrder = order
    self.recognizerOptions = recognizerOptions
    // What depends on the vocabulary alone is prepared once, before any schema.
    _ = vocabulary.slices(recognizerOptions.escapes, isBlankFree: recognizerOptions.whitespace == .any)
  }

  /// Runs one `{"id", "schema", "tests"}` and gives its line of results.
  mutating func run(_ row: JSONValue) throws -> JSONValue {
    schemas += 1
    var result = JSONObject()
    result["id"] = row["id"] ?? .null
    let source = Array(JSONWriter.write(row["schema"] ?? .null).utf8)
    let start = clock.now
    let first: Matcher
    do throws(MaskingError) {
      var matcher = try Matcher(try compile(source))
      _ = try matcher.mask()
      first = matcher
    } catch {
      compileErrors += 1
      result["status"] = "compile_error"
      result["error"] = .string("\(error)")
      return .object(result)
    }
    let elapsed = clock.now - start
    firstMask.append(elapsed)
    result["ttfm_us"] = .number(JSONNumber(elapsed))

    var texts: [[TokenID]] = []
    var mismatches: [JSONValue] = []
    var wrongAccept = false
    var wrongReject = false
    for (index, test) in (row["tests"]?.arrayValue ?? []).enumerated() {
      let text = test["text"]?.stringValue ?? JSONWriter.write(test["data"] ?? .null, style: .spaced)
      let isValid = test["valid"] == .bool(true)
      let tokens = try tokenizer.encode(text)
      texts.append(tokens)
      let isAccepted: Bool
      do throws(MaskingError) {
        isAccepted = try replay(tokens, first) { bench, elapsed, place, step in
          bench.steps.add(elapsed, at: place)
          bench.slowest.add(elapsed, text: texts.count - 1, step: step)
        }
      } catch {
        // A document that the masks give up on is not written.
        isAccepted = false
        result["error"] = .string("\(error)")
      }
      if isAccepted == isValid { continue }
      if isAccepted { wrongAccept = true } else { wrongReject = true }
      mismatches.append(["test": .integer(index), "valid": .bool(isValid), "accepted": .bool(isAccepted)])
    }
    try slowest.describe(row["id"]?.stringValue ?? "", first, texts)
    for (number, tokens) in texts.enumerated() where result["error"] == nil {
      _ = try replay(tokens, first) { bench, elapsed, place, step in
        bench.warmSteps.add(elapsed, at: place)
        bench.warmSlowest.add(elapsed, text: number, step: step)
      }
      try countAllocations(tokens, first)
    }
    try warmSlowest.describe(row["id"]?.stringValue ?? "", first, texts)
    if first.constraint.isGuarded { guarded += 1 }
    falseAccepts += wrongAccept ? 1 : 0
    falseRejects += wrongReject ? 1 : 0
    passing += mismatches.isEmpty ? 1 : 0
    result["status"] = mismatches.isEmpty ? "pass" : "mismatch"
    result["mismatches"] = .array(mismatches)
    return .object(result)
  }

  private func compile(_ source: [UInt8]) throws(MaskingError) -> Constraint {
    let schema: JSONValue
    do throws(JSONParseError) {
      schema = try JSONParser.parse(bytes: source)
    } catch {
      throw .schema(.invalidDocument(uri: "", error))
    }
    let document: SchemaDocument
    do throws(SchemaError) {
      document = try SchemaDocument(schema, options: options)
    } catch {
      throw .schema(error)
    }
    return try Constraint(document, vocabulary: vocabulary, options: recognizerOptions)
  }

  /// Whether every token of the text is allowed where it comes, and the text may end after it.
  ///
  /// - Parameter record: takes the microseconds of a step, the place in the text before it, and its number.
  private mutating func replay(
    _ tokens: [TokenID], _ first: Matcher, record: (inout Self, Double, String, Int) -> Void
  ) throws(MaskingError) -> Bool {
    var matcher = first
    for (index, token) in tokens.enumerated() {
      let place = matcher.placeName
      let start = clock.now
      let isAllowed = try Self.take(token, &matcher)
      record(&self, clock.now - start, place, index)
      if !isAllowed { return false }
    }
    return try matcher.isAccepting
  }

  /// Whether the mask allows the token, and the matcher has taken it.
  ///
  /// - Parameter asked: is called between the two.
  private static func take(
    _ token: TokenID, _ matcher: inout Matcher, asked: () -> Void = {}
  ) throws(MaskingError) -> Bool {
    guard try matcher.mask()[token] else { return false }
    asked()
    do throws(MaskingError) {
      try matcher.accept(token)
      return true
    } catch .tokenRejected {
      return false
    }
  }

  /// Replays a text once more for what its steps allocate.
  private mutating func countAllocations(_ tokens: [TokenID], _ first: Matcher) throws(MaskingError) {
    if !AllocationCount.isCounting { return }
    var matcher = first
    matcher.reserveCapacity(tokens.count)
    for token in tokens {
      let (start, hits) = (AllocationCount.now, MaskStatistics.hits)
      var asked = start
      guard try Self.take(token, &matcher, asked: { asked = AllocationCount.now }) else { return }
      warmAllocations.add(
        mask: asked - start, accept: AllocationCount.now - asked, isHit: MaskStatistics.hits > hits)
    }
  }

  var summary: JSONValue {
    [
      "engine": "sluice", "schemas": .integer(schemas), "passing": .integer(passing),
      "compile_errors": .integer(compileErrors), "false_accepts": .integer(falseAccepts),
      "false_rejects": .integer(falseRejects), "guarded": .integer(guarded), "masks": .integer(steps.all.count),
      "ttfm_us": StepTimes.percentiles(firstMask), "tbm_us": StepTimes.percentiles(steps.all),
      "warm_tbm_us": StepTimes.percentiles(warmSteps.all), "places": steps.byPlace, "slowest": slowest.report,
      "warm_slowest": warmSlowest.report, "warm_allocations": warmAllocations.report,
    ]
  }
}
