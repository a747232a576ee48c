package import JSON
package import Masking
package import Schema
package import Tokenizer

/// Masks at random reachable states of many schemas, compared with the oracle's.
package struct OracleSurvey {
  /// A state whose masks differ.
  package struct Disagreement: Sendable {
    package let schema: String
    /// The document so far.
    package let text: [UInt8]
    /// Tokens left; nil without a budget.
    package let remaining: Int?
    /// Tokens that only the mask allows, and tokens that only the oracle allows.
    package let onlyMask: [TokenID]
    package let onlyOracle: [TokenID]
  }

  private let vocabulary: MaskingVocabulary
  private let schemaOptions: SchemaOptions
  private let options: RecognizerOptions
  private var random: SplitMix64

  package private(set) var states = 0
  package private(set) var statesWithBudget = 0
  package private(set) var schemas = 0
  package private(set) var refused = 0
  package private(set) var disagreements: [Disagreement] = []

  package init(
    _ vocabulary: MaskingVocabulary, schemaOptions: SchemaOptions, options: RecognizerOptions, seed: UInt64
  ) {
    self.vocabulary = vocabulary
    self.schemaOptions = schemaOptions
    self.options = options
    random = SplitMix64(seed: seed)
  }

  /// Walks `walks` times at random through the masks of a schema, and compares at the end of each walk, once without a
  /// budget and once with little more than the document needs. A refused schema is counted and left.
  ///
  /// - Parameter steps: tokens of the longest walk.
  package mutating func compare(
    _ name: String, _ schema: JSONValue, walks: Int, steps: Int
  ) throws(MaskingError) {
    let document: SchemaDocument
    let constraint: Constraint
    do throws(MaskingError) {
      document = try Self.document(schema, schemaOptions)
      constraint = try Constraint(document, vocabulary: vocabulary, options: options)
    } catch {
      refused += 1
      return
    }
    var oracle = try Self.oracle(document, vocabulary, options)
    schemas += 1
    for walk in 0..<walks {
      // Half of the walks are steered towards the structure of the document.
      let choice: TokenChoice = walk % 2 == 0 ? .byteFirst : .uniform
      var matcher = try Matcher(constraint)
      for _ in 0..<random.below(steps + 1) {
        guard let token = choice.pick(try matcher.mask(), vocabulary, &random) else { break }
        if vocabulary.endTokens.contains(token) { break }
        if case (0, let error?) = matcher.accept(CollectionOfOne(token)) {
          guard case .tokenRejected = error else { throw error }
          break
        }
      }
      try compare(name, matcher, &oracle, remaining: nil)
      states += 1
      let slack = random.below(40)
      try compare(name, matcher, &oracle, remaining: try max(1, matcher.shortestBytes() + slack))
      statesWithBudget += 1
    }
  }

  private static func document(
    _ schema: JSONValue, _ options: SchemaOptions
  ) throws(MaskingError) -> SchemaDocument {
    do throws(SchemaError) {
      return try SchemaDocument(schema, options: options)
    } catch {
      throw .schema(error)
    }
  }

  private static func oracle(
    _ document: SchemaDocument, _ vocabulary: MaskingVocabulary, _ options: RecognizerOptions
  ) throws(MaskingError) -> MaskOracle {
    do throws(SchemaError) {
      return try MaskOracle(document, vocabulary: vocabulary, options: options)
    } catch {
      throw .schema(error)
    }
  }

  private mutating func compare(
    _ name: String, _ matcher: Matcher, _ oracle: inout MaskOracle, remaining: Int?
  ) throws(MaskingError) {
    var matcher = matcher
    let mask = try matcher.mask(remaining: remaining)
    let expected: TokenBitmask
    do throws(SchemaError) {
      expected = try oracle.mask(after: matcher.text, remaining: remaining)
    } catch {
      throw .schema(error)
    }
    if mask == expected { return }
    disagreements.append(
      Disagreement(
        schema: name, text: matcher.text, remaining: remaining,
        onlyMask: mask.allowedTokens.filter { !expected[$0] }, onlyOracle: expected.allowedTokens.filter { !mask[$0] }))
  }
}
