import JSON
import Schema
import Testing
import Tokenizer
import Verification

@testable import Masking

/// What the matcher promises of budgets, with a vocabulary of single bytes, in which a token is a byte.
@Suite struct BudgetTests {
  #if DEBUG
    private static let walks = 2
  #else
    private static let walks = 20
  #endif

  private static let bytes = Result { () throws(MaskingError) in
    try MaskingVocabulary(.bytes, endTokens: [TokenID(256)])
  }

  /// Budgets below the shortest document's are refused with its number; from there on each of them is kept.
  @Test(arguments: try TestFiles.cases()) func everyBudget(_ row: TestFiles.Case) throws {
    let constraint = try TestFiles.constraint(row.schema, Self.bytes.get())
    let validator = try CompiledSchema(row.schema, options: SchemaOptions(formats: .assertion))
    let shortest = try Matcher(constraint).completionText()
    #expect(try validator.isValid(JSONParser.parse(bytes: shortest)))
    let needed = shortest.count
    for budget in 0..<needed {
      #expect(throws: MaskingError.budgetTooSmall(given: budget, needed: needed)) {
        try Matcher(constraint, budget: budget)
      }
    }
    var random = SplitMix64(seed: 13)
    for budget in needed...needed + 30 {
      for _ in 0..<Self.walks {
        let text = try Self.walk(constraint, budget: budget, &random)
        #expect(text.count <= budget)
        let value = try JSONParser.parse(bytes: text)
        #expect(try validator.isValid(value), "\(String(decoding: text, as: UTF8.self)) within \(budget)")
      }
    }
  }

  /// The document of a random walk. An end token must be allowed where the document is complete, and only there.
  private static func walk(
    _ constraint: Constraint, budget: Int, _ random: inout SplitMix64
  ) throws -> [UInt8] {
    var matcher = try Matcher(constraint, budget: budget)
    while !matcher.isFinished {
      let isComplete = try matcher.isAccepting
      if matcher.count == budget {
        #expect(isComplete, "\(String(decoding: matcher.text, as: UTF8.self)) within \(budget)")
        break
      }
      let mask = try matcher.mask(remaining: budget - matcher.count)
      #expect(mask[constraint.vocabulary.endTokens[0]] == isComplete)
      let before = matcher.text
      try matcher.accept(random.pick(mask.allowedTokens))
      #expect(matcher.text.starts(with: before))
    }
    return matcher.text
  }

  /// A constant is forced from its first token to the end. (A number could go on as 1.0.)
  @Test func aConstantIsForced() throws {
    let constant: JSONValue = ["a\n\u{E9}": [nil, true, false, "x\"y", [:], []]]
    var matcher = try Matcher(TestFiles.constraint(["const": constant], Self.bytes.get()))
    while !matcher.isFinished {
      let token = try matcher.mask().onlyToken
      try matcher.accept(#require(token, "behind \(String(decoding: matcher.text, as: UTF8.self))"))
    }
    #expect(ExactString(utf8: matcher.text) == ExactString(JSONWriter.write(constant)))
    #expect(try matcher.mask().isEmpty)
  }

  @Test func nothingFollowsTheEnd() throws {
    var matcher = try Matcher(TestFiles.constraint(["type": "integer"], Self.bytes.get()))
    let taken = try matcher.accept(bytes: "12".utf8)
    #expect(taken == 2)
    try matcher.accept(TokenID(256))
    let more = try matcher.accept(bytes: "3".utf8)
    #expect(more == 0)
    #expect(matcher.text == Array("12".utf8))
    for token in [TokenID(0x33), TokenID(256)] {
      #expect(throws: MaskingError.tokenRejected(token)) { try matcher.accept(token) }
    }
    matcher.rollback(1)
    #expect(!matcher.isFinished)
    #expect(try matcher.mask()[TokenID(0x33)])
  }

  /// A name that has come is not allowed to end again, however it is taken.
  @Test func duplicateNames() throws {
    let constraint = try TestFiles.constraint(
      ["type": "object", "properties": ["a": ["type": "integer"]]], TestFiles.small.get())
    for (given, refused) in [
      (#"{"a":1,""#, #"a""#), (#"{"b":1,"ab":2,"a"#, #"b""#), (#"{"":1,""#, "\""), (#"{"é":1,""#, #"é""#),
    ] {
      var matcher = try Matcher(constraint)
      #expect(try matcher.accept(bytes: given.utf8) == given.utf8.count)
      #expect(try matcher.accept(bytes: refused.utf8) < refused.utf8.count, "\(given)\(refused)")
      let (text, mask) = (matcher.text, try matcher.mask())
      let vocabulary = constraint.vocabulary
      for index in 0..<vocabulary.size where vocabulary.bytes(of: TokenID(index)).first == UInt8(ascii: "\"") {
        #expect(!mask[TokenID(index)], "\(String(decoding: text, as: UTF8.self)) and a quote")
      }
    }
  }
}
