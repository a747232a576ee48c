import JSON

@testable import Schema

/// A schema's automaton fed with texts.
struct RecognizerRun: ~Copyable {
  var automaton: SchemaAutomaton

  init(
    _ schema: JSONValue, registry: SchemaRegistry = SchemaRegistry(), schemaOptions: SchemaOptions = SchemaOptions(),
    options: RecognizerOptions = .acceptance
  ) throws(SchemaError) {
    let document = try SchemaDocument(schema, registry: registry, options: schemaOptions)
    automaton = try SchemaAutomaton(document, options: options)
  }

  /// The state after the longest part of the text that the automaton takes, and that part's length.
  mutating func advance(over text: [UInt8]) throws(SchemaError) -> (state: RecognizerState, length: Int) {
    automaton.restartMeters()
    automaton.tape.reset()
    var state = automaton.start
    for (position, byte) in text.enumerated() {
      guard let next = try automaton.step(state, byte, at: position) else { return (state, position) }
      state = next
    }
    return (state, text.count)
  }

  mutating func accepts(_ text: [UInt8]) throws(SchemaError) -> Bool {
    let (state, length) = try advance(over: text)
    guard length == text.count else { return false }
    return try automaton.isAccepting(state)
  }

  mutating func accepts(_ text: String) throws(SchemaError) -> Bool { try accepts(Array(text.utf8)) }

  /// A document with the longest start of the text that some document has.
  mutating func completed(_ text: [UInt8]) throws(SchemaError) -> [UInt8] {
    let (state, length) = try advance(over: text)
    return text[..<length] + (try automaton.completion(from: state, tapeEnd: length))
  }
}
