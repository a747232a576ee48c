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
  private let document: SchemaDocument
  private let options: RecognizerOptions
  private let current: Mutex<SharedAutomaton>
  private let renewalFootprint: Int

  /// - Throws: `MaskingError.schema` when the schema is refused, naming keyword and place.
  package init(
    _ document: SchemaDocument, vocabulary: MaskingVocabulary, options: RecognizerOptions = .generation,
    renewalFootprint: Int = Constraint.renewalFootprint
  ) throws(MaskingError) {
    let shared = try SharedAutomaton(document, vocabulary, options)
    self.vocabulary = vocabulary
    self.document = document
    self.options = options
    self.renewalFootprint = renewalFootprint
    isGuarded = shared.isGuarded
    current = Mutex(shared)
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
  package var footprint: Int { current.withLock { $0.footprint } }

  /// What a new document begins with.
  func shared() throws(MaskingError) -> SharedAutomaton {
    let known = current.withLock { $0 }
    if known.footprint <= renewalFootprint { return known }
    let renewed = try SharedAutomaton(document, vocabulary, options)
    return current.withLock { shared in
      // Another document may have renewed it meanwhile.
      if shared === known { shared = renewed }
      return shared
    }
  }
}
