import JSON
import Schema
import Testing
import Tokenizer

@testable import Masking

/// Compiled schemas as bytes: the same masks, or none.
@Suite struct CompiledFileTests {
  private static let schema: JSONValue = [
    "type": "object",
    "properties": [
      "kind": ["enum": ["a", "b"]], "count": ["type": "integer", "minimum": 3],
      "name": ["type": "string", "pattern": "^[a-z]+$"],
    ],
    "required": ["kind", "count"], "additionalProperties": false,
  ]

  private func vocabulary() throws -> MaskingVocabulary { try TestFiles.small.get() }

  /// The masks of a document, one after the other.
  private func masks(_ constraint: Constraint, along text: String) throws -> [TokenBitmask] {
    var matcher = try Matcher(constraint)
    var masks = [try matcher.mask()]
    for byte in text.utf8 {
      #expect(try matcher.accept(bytes: [byte]) == 1)
      masks.append(try matcher.mask())
    }
    return masks
  }

  @Test func loadedMasksAreThoseOfCompiling() throws {
    let vocabulary = try vocabulary()
    let compiled = try Constraint(schema: Self.schema, vocabulary: vocabulary)
    let loaded = try Constraint(compiled: try compiled.compiledBytes(), vocabulary: vocabulary)
    #expect(loaded.isGuarded == compiled.isGuarded)
    let text = #"{"kind":"b","count":17,"name":"abc"}"#
    #expect(try masks(loaded, along: text) == masks(compiled, along: text))
    // What was loaded is written as it was.
    #expect(try loaded.compiledBytes() == compiled.compiledBytes())
  }

  @Test func everyCaseLoads() throws {
    let vocabulary = try vocabulary()
    for testCase in try TestFiles.cases() {
      guard let compiled = try? Constraint(schema: testCase.schema, vocabulary: vocabulary) else { continue }
      let loaded = try Constraint(compiled: try compiled.compiledBytes(), vocabulary: vocabulary)
      var (mine, theirs) = (try Matcher(loaded), try Matcher(compiled))
      #expect(try mine.mask() == theirs.mask(), "\(testCase)")
      for byte in try theirs.completionText() {
        #expect(try mine.accept(bytes: [byte]) == 1, "\(testCase)")
        #expect(try theirs.accept(bytes: [byte]) == 1, "\(testCase)")
        #expect(try mine.mask() == theirs.mask(), "\(testCase)")
      }
    }
  }

  @Test func everyTruncationIsRefused() throws {
    let vocabulary = try vocabulary()
    let bytes = try Constraint(schema: Self.schema, vocabulary: vocabulary).compiledBytes()
    for count in 0..<bytes.count {
      #expect(throws: MaskingError.self) {
        try Constraint(compiled: Array(bytes.prefix(count)), vocabulary: vocabulary)
      }
    }
    #expect(throws: MaskingError.compiledFile(.damaged)) {
      try Constraint(compiled: bytes + [0], vocabulary: vocabulary)
    }
  }

  @Test func everyFlippedByteIsRefused() throws {
    let vocabulary = try vocabulary()
    let bytes = try Constraint(schema: Self.schema, vocabulary: vocabulary).compiledBytes()
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= UInt8(1) << UInt8(index % 8)
      #expect(throws: MaskingError.self) { try Constraint(compiled: damaged, vocabulary: vocabulary) }
    }
  }

  @Test func othersAreRefused() throws {
    let vocabulary = try vocabulary()
    let bytes = try Constraint(schema: Self.schema, vocabulary: vocabulary).compiledBytes()
    #expect(throws: MaskingError.compiledFile(.foreign)) {
      try Constraint(compiled: Array(#"{"type": "object", "properties": {}}"#.utf8), vocabulary: vocabulary)
    }
    var later = bytes
    later[8] += 1
    #expect(throws: MaskingError.compiledFile(.version(2, expected: 1))) {
      try Constraint(compiled: later, vocabulary: vocabulary)
    }
    let other = try MaskingVocabulary(.bytes, endTokens: [TokenID(256)])
    #expect(throws: MaskingError.compiledFile(.vocabulary)) { try Constraint(compiled: bytes, vocabulary: other) }
    #expect(throws: MaskingError.compiledFile(.options)) {
      try Constraint(
        compiled: bytes, vocabulary: vocabulary, schemaOptions: SchemaOptions(formats: .assertion),
        options: .acceptance)
    }
  }

  @Test func whatOtherDocumentsSayIsNotWritten() throws {
    var registry = SchemaRegistry()
    registry.add(["type": "integer"], uri: "https://example.com/number")
    let document = try SchemaDocument(["$ref": "https://example.com/number"], registry: registry)
    let constraint = try Constraint(document, vocabulary: try vocabulary())
    #expect(throws: MaskingError.compiledFile(.documents)) { try constraint.compiledBytes() }
  }
}
