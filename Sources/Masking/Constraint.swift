import Automata
public import JSON
public import Schema
import Synchronization

/// A schema compiled for a vocabulary: the automaton, which grows as documents are read, and the masks computed so far.
/// Many matchers on many threads may share one.
///
/// What it remembers is bounded: when documents have made it grow beyond `renewalFootprint`, the next document begins with
/// an automaton anew, and those under way keep theirs.
public final class Constraint: Sendable {
  /// Bytes, estimated, from which on what was remembered is left to the documents under way. All masks that are kept and
  /// an automaton of usual size have room in it.
  package static let renewalFootprint = 128 << 20

  public let vocabulary: MaskingVocabulary
  /// Whether some keyword is guarded, so that a token may be rejected that the mask allowed: see `Matcher.accept`.
  public let isGuarded: Bool
  private let source: Source
  let options: RecognizerOptions
  private let current: Mutex<Current>
  private let renewalFootprint: Int

  /// What a new automaton is made of.
  private enum Source {
    case document(SchemaDocument)
    case schema(JSONValue, SchemaOptions)
  }

  /// What a new document begins with.
  struct Current {
    let automaton: SharedAutomaton
    let start: RecognizerState
  }

  /// - Throws: `MaskingError.schema` when the schema is refused, naming keyword and place.
  package init(
    _ document: SchemaDocument, vocabulary: MaskingVocabulary, options: RecognizerOptions = .generation,
    renewalFootprint: Int = Constraint.renewalFootprint
  ) throws(MaskingError) {
    let shared = try SharedAutomaton(document, vocabulary, options)
    self.vocabulary = vocabulary
    source = .document(document)
    self.options = options
    self.renewalFootprint = renewalFootprint
    isGuarded = shared.isGuarded
    current = Mutex(Current(automaton: shared, start: .start))
  }

  /// A schema in an automaton that may have others.
  init(
    _ schema: JSONValue, _ schemaOptions: SchemaOptions, vocabulary: MaskingVocabulary, options: RecognizerOptions,
    in automaton: SharedAutomaton, startingAt start: RecognizerState, isGuarded: Bool
  ) {
    self.vocabulary = vocabulary
    source = .schema(schema, schemaOptions)
    self.options = options
    renewalFootprint = Self.renewalFootprint
    self.isGuarded = isGuarded
    current = Mutex(Current(automaton: automaton, start: start))
  }

  /// - Throws: `MaskingError.schema` when the schema is refused, naming keyword and place.
  public convenience init(
    schema: JSONValue, vocabulary: MaskingVocabulary, schemaOptions: SchemaOptions = SchemaOptions(formats: .assertion)
  ) throws(MaskingError) {
    let document: SchemaDocument
    do throws(SchemaError) {
      document = try SchemaDocument(schema, options: schemaOptions)
    } catch {
      throw .schema(error)
    }
    try self.init(document, vocabulary: vocabulary)
  }

  /// Bytes, estimated, of what a new document would share; never waits for who uses the automaton.
  package var footprint: Int { current.withLock { $0.automaton.footprint } }

  /// What a new document would share.
  var automaton: SharedAutomaton { current.withLock { $0.automaton } }

  /// The schema, and how it is read.
  ///
  /// - Throws: `MaskingError.compiledFile` where other documents say what it means.
  func schemaSource() throws(MaskingError) -> (JSONValue, SchemaOptions) {
    switch source {
    case .schema(let schema, let options): return (schema, options)
    case .document(let document):
      guard document.standsAlone else { throw .compiledFile(.documents) }
      return (document[document.root].value, document.options)
    }
  }

  /// What a new document begins with.
  func shared() throws(MaskingError) -> Current {
    let known = current.withLock { $0 }
    if known.automaton.footprint <= renewalFootprint { return known }
    let document: SchemaDocument
    switch source {
    case .document(let known): document = known
    case .schema(let schema, let options):
      do throws(SchemaError) {
        document = try SchemaDocument(schema, options: options)
      } catch {
        throw .schema(error)
      }
    }
    let renewed = Current(automaton: try SharedAutomaton(document, vocabulary, options), start: .start)
    return current.withLock { current in
      // Another document may have renewed it meanwhile.
      if current.automaton === known.automaton { current = renewed }
      return current
    }
  }
}
