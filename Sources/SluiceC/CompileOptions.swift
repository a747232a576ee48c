import Automata
import JSON
import Schema
import Synchronization

/// How a schema is read and how its documents are written, from the options of the C ABI.
struct CompileOptions {
  private(set) var schema: SchemaOptions
  private(set) var registry = SchemaRegistry()
  private(set) var recognizer = RecognizerOptions.generation
  /// Whether references may lead to other documents.
  private(set) var hasDocuments = false
  private var allowsSharing = true

  /// Whether what is compiled is shared with the rest of the process. Documents that references reach are no part of what
  /// is compared, so with them it is not.
  var isShared: Bool { allowsSharing && !hasDocuments }

  /// What the options are for.
  enum Purpose {
    case masks
    /// Nothing is written, so options about that are unknown.
    case validation
  }

  /// - Parameters:
  ///   - pointer: JSON text, or NULL with a size of 0 for the defaults.
  init(_ pointer: UnsafePointer<CChar>?, _ size: Int, for purpose: Purpose) throws(Failure) {
    schema = SchemaOptions(formats: purpose == .masks ? .assertion : .annotation)
    recognizer.guards = false
    if size == 0 { return }
    let text = unsafe try CallerMemory.bytes(pointer, size, "options")
    let last = Self.last.withLock { $0 }
    if let last, last.purpose == purpose, last.text == text {
      self = last.options
      return
    }
    var reader = try OptionReader(try CallerMemory.json(text, "options"))
    try readSchema(&reader)
    if purpose == .masks { try readRecognizer(&reader) }
    try reader.finish()
    // Documents may be large.
    if !hasDocuments {
      let read = Read(text: text, purpose: purpose, options: self)
      Self.last.withLock { $0 = read }
    }
  }

  private struct Read {
    let text: [UInt8]
    let purpose: Purpose
    let options: CompileOptions
  }

  /// What was read last: most hosts compile all schemas with the same options.
  private static let last = Mutex<Read?>(nil)

  private mutating func readSchema(_ reader: inout OptionReader) throws(Failure) {
    let drafts: KeyValuePairs<JSONValue, Draft> = [
      "2020-12": .draft2020, "2019-09": .draft2019, "7": .draft7, "6": .draft6, "4": .draft4,
    ]
    if let draft = try reader.choice("draft", drafts) { schema.defaultDraft = draft }
    if let formats = try reader.choice("formats", ["assertion": .assertion, "annotation": .annotation])
      as SchemaOptions.FormatMode?
    {
      schema.formats = formats
    }
    if let unknown = try reader.choice(
      "unknown_metaschema", ["refused": .refused, "default_draft": .usesDefaultDraft])
      as SchemaOptions.UnknownMetaschema?
    {
      schema.unknownMetaschema = unknown
    }
    if let keeps = try reader.choice("old_dependencies", Self.flags) { schema.keepsOldDependencies = keeps }
    for member in try reader.members("documents") {
      registry.add(member.value, uri: member.key.text)
      hasDocuments = true
    }
  }

  private mutating func readRecognizer(_ reader: inout OptionReader) throws(Failure) {
    if try reader.choice("sharing", Self.flags) == false { allowsSharing = false }
    if try reader.choice("any_text", Self.flags) == true { recognizer = .acceptance }
    if let given = reader.take("whitespace") {
      if given == "any" {
        recognizer.whitespace = .any
      } else if let maximum = given.integerValue.flatMap({ UInt8(exactly: $0) }) {
        recognizer.whitespace = .bounded(maximum: maximum)
      } else {
        throw reader.refused("whitespace", given, expected: "an integer from 0 to 255 or \"any\"")
      }
    }
    let orders: KeyValuePairs<JSONValue, RecognizerOptions.PropertyOrder> = ["declared": .declared, "any": .any]
    if let order = try reader.choice("property_order", orders) { recognizer.propertyOrder = order }
    let escapes: KeyValuePairs<JSONValue, StringAutomaton.Escapes> = ["needed": .needed, "all": .all]
    if let choice = try reader.choice("escapes", escapes) { recognizer.escapes = choice }
    let numbers: KeyValuePairs<JSONValue, NumberForm> = ["plain": .plain, "any": .any]
    if let form = try reader.choice("numbers", numbers) { recognizer.numbers = form }
    // Hosts sample on their own, and most can't choose another token when one is rejected that the mask allowed.
    recognizer.guards = try reader.choice("guards", Self.flags) ?? false
    if let given = reader.take("maximum_depth") {
      guard given.isNull || (given.integerValue.map { (1...65_536).contains($0) } ?? false) else {
        throw reader.refused("maximum_depth", given, expected: "an integer from 1 to 65536 or null")
      }
      recognizer.maximumDepth = given.integerValue
    }
    if var limits = try reader.reader("limits") {
      let steps = try limits.integer("steps", in: 1...Int.max)
      let milliseconds = try limits.integer("milliseconds", in: 1...1_000_000_000)
      let memory = try limits.integer("bytes", in: 1...Int.max)
      try limits.finish()
      if let steps { recognizer.limits.steps = steps }
      if let milliseconds { recognizer.limits.duration = .milliseconds(milliseconds) }
      if let memory { recognizer.limits.memory = memory }
    }
  }

  private static let flags: KeyValuePairs<JSONValue, Bool> = [false: false, true: true]

  /// The schema as these options read it.
  func document(_ schema: JSONValue) throws(Failure) -> SchemaDocument {
    do throws(SchemaError) {
      return try SchemaDocument(schema, registry: registry, options: self.schema)
    } catch {
      throw Failure(error)
    }
  }
}
