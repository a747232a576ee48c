import Automata
import JSON
public import Schema

/// Compiled schemas as bytes, which load faster than they compile.
extension Constraint {
  /// The schema with what compiling it found out, to be loaded for the same vocabulary with the same options.
  ///
  /// - Throws: what the first mask throws, and `MaskingError.compiledFile` when references may lead to other documents.
  public func compiledBytes() throws(MaskingError) -> [UInt8] {
    let (schema, schemaOptions) = try schemaSource()
    var matcher = try Matcher(self)
    let mask = try matcher.mask()
    return CompiledFile(
      vocabulary: vocabulary.fingerprint, options: Self.text(of: schemaOptions, options), isGuarded: isGuarded,
      firstMask: Array(mask.words), schema: Array(JSONWriter.write(schema).utf8)
    ).bytes
  }

  /// A schema that was compiled before, for this vocabulary and with these options.
  ///
  /// The bytes are as good as the file that they come from: see `CompiledFile`.
  ///
  /// - Throws: `MaskingError.compiledFile` when they are damaged, or were written by another version, or for another
  ///   vocabulary or other options.
  public convenience init(
    compiled bytes: [UInt8], vocabulary: MaskingVocabulary,
    schemaOptions: SchemaOptions = SchemaOptions(formats: .assertion)
  ) throws(MaskingError) {
    try self.init(compiled: bytes, vocabulary: vocabulary, schemaOptions: schemaOptions, options: .generation)
  }

  package convenience init(
    compiled bytes: [UInt8], vocabulary: MaskingVocabulary, schemaOptions: SchemaOptions, options: RecognizerOptions
  ) throws(MaskingError) {
    let file = try CompiledFile(bytes)
    if file.vocabulary != vocabulary.fingerprint { throw .compiledFile(.vocabulary) }
    if file.options != Self.text(of: schemaOptions, options) { throw .compiledFile(.options) }
    guard file.firstMask.count == TokenBitmask(vocabularySize: vocabulary.size).words.count,
      let schema = try? JSONParser.parse(bytes: file.schema, options: JSONParser.Options(maximumDepth: .max))
    else { throw .compiledFile(.damaged) }
    let document: SchemaDocument
    do throws(SchemaError) {
      document = try SchemaDocument(schema, options: schemaOptions)
    } catch {
      throw .schema(error)
    }
    let mask = TokenBitmask(vocabularySize: vocabulary.size, words: ContiguousArray(file.firstMask))
    let automaton = SharedAutomaton(
      checked: document, isGuarded: file.isGuarded, firstMask: mask, vocabulary, options)
    self.init(
      schema, schemaOptions, vocabulary: vocabulary, options: options, in: automaton, startingAt: .start,
      isGuarded: file.isGuarded)
  }

  /// Everything that decides what the masks are.
  private static func text(of schema: SchemaOptions, _ recognizer: RecognizerOptions) -> [UInt8] {
    let parts: [String] = [
      "\(schema.defaultDraft)", "\(schema.formats)", "\(schema.unknownMetaschema)", "\(schema.keepsOldDependencies)",
      "\(recognizer.whitespace)", "\(recognizer.propertyOrder)", "\(recognizer.escapes)", "\(recognizer.numbers)",
      "\(recognizer.maximumDepth ?? -1)", "\(recognizer.guards)",
    ]
    return Array(parts.joined(separator: "|").utf8)
  }
}
