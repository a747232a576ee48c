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
  private let clock = ContinuousClock()

  private var schemas = 0
  private var passing = 0
  private var compileErrors = 0
  private var falseAccepts = 0
  private var falseRejects = 0
  private var firstMask: [Double] = []
  private var steps: [Double] = []

  init(vocabulary: MaskingVocabulary, tokenizer: Tokenizer, order: PropertyOrder, options: SchemaOptions) {
    self.vocabulary = vocabulary
    self.tokenizer = tokenizer
    self.options = options
    var recognizerOptions = RecognizerOptions.acceptance
    recognizerOptions.propertyOrder = order
    self.recognizerOptions = recognizerOptions
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
    let elapsed = microseconds(clock.now - start)
    firstMask.append(elapsed)
    result["ttfm_us"] = .number(JSONNumber(elapsed))

    var mismatches: [JSONValue] = []
    var wrongAccept = false
    var wrongReject = false
    for (index, test) in (row["tests"]?.arrayValue ?? []).enumerated() {
      let text = test["text"]?.stringValue ?? JSONWriter.write(test["data"] ?? .null, style: .spaced)
      let isValid = test["valid"] == .bool(true)
      let tokens = try tokenizer.encode(text)
      let isAccepted: Bool
      do throws(MaskingError) {
        isAccepted = try replay(tokens, first)
      } catch {
        // A document that the masks give up on is not written.
        isAccepted = false
        result["error"] = .string("\(error)")
      }
      if isAccepted == isValid { continue }
      if isAccepted { wrongAccept = true } else { wrongReject = true }
      mismatches.append(["test": .integer(index), "valid": .bool(isValid), "accepted": .bool(isAccepted)])
    }
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
  private mutating func replay(_ tokens: [TokenID], _ first: Matcher) throws(MaskingError) -> Bool {
    var matcher = first
    for token in tokens {
      let start = clock.now
      let isAllowed = try matcher.mask()[token]
      if isAllowed { try matcher.accept(token) }
      steps.append(microseconds(clock.now - start))
      if !isAllowed { return false }
    }
    return try matcher.isAccepting
  }

  private func microseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1e6 + Double(duration.components.attoseconds) / 1e12
  }

  var summary: JSONValue {
    [
      "engine": "sluice", "schemas": .integer(schemas), "passing": .integer(passing),
      "compile_errors": .integer(compileErrors), "false_accepts": .integer(falseAccepts),
      "false_rejects": .integer(falseRejects), "masks": .integer(steps.count),
      "ttfm_us": Self.percentiles(firstMask), "tbm_us": Self.percentiles(steps),
    ]
  }

  /// Average, percentiles with linear interpolation, and maximum.
  private static func percentiles(_ values: [Double]) -> JSONValue {
    guard !values.isEmpty else { return [:] }
    let sorted = values.sorted()
    func percentile(_ share: Double) -> JSONValue {
      let position = share / 100 * Double(sorted.count - 1)
      let below = Int(position)
      let above = min(below + 1, sorted.count - 1)
      return .number(JSONNumber(sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))))
    }
    return [
      "avg": .number(JSONNumber(values.reduce(0, +) / Double(values.count))), "p50": percentile(50),
      "p90": percentile(90), "p99": percentile(99), "p99.9": percentile(99.9), "max": percentile(100),
    ]
  }
}
