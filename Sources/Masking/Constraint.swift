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

/// The automaton of a constraint, behind a lock.
final class SharedAutomaton: Sendable {
  let isGuarded: Bool
  private let state: Mutex<ConstraintState>
  private let size = Atomic(0)
  private static let questionsBetweenLooks = 16

  init(
    _ document: SchemaDocument, _ vocabulary: MaskingVocabulary, _ options: RecognizerOptions
  ) throws(MaskingError) {
    do throws(SchemaError) {
      let isBlankFree = options.whitespace == .any
      let automaton = try SchemaAutomaton(document, options: options)
      isGuarded = automaton.isGuarded
      state = Mutex(
        ConstraintState(
          automaton: automaton, slices: vocabulary.slices(options.escapes, isBlankFree: isBlankFree)))
    } catch {
      throw .schema(error)
    }
  }

  /// Bytes, estimated, of all that is remembered.
  var footprint: Int { size.load(ordering: .relaxed) }

  /// Runs `body` with the automaton, one caller at a time.
  func withState<Result: Sendable>(
    _ body: (inout ConstraintState) throws(SchemaError) -> sending Result
  ) throws(MaskingError) -> Result {
    do throws(SchemaError) {
      return try state.withLock { (state) throws(SchemaError) in
        state.automaton.restartMeters()
        state.questions &+= 1
        // One question adds little: that it grows shows soon enough.
        defer {
          if state.questions % Self.questionsBetweenLooks == 0 { size.store(state.footprint, ordering: .relaxed) }
        }
        return try body(&state)
      }
    } catch {
      throw .schema(error)
    }
  }
}

/// What matchers of one constraint share.
struct ConstraintState: ~Copyable {
  var automaton: SchemaAutomaton
  let slices: VocabularySlices
  var memo = SliceMemo()
  var masks = MaskCache()
  /// At least the bytes that the most expensive token of a mask leaves to write.
  var costBounds: [RecognizerState: Int32] = [:]
  /// Asked so far.
  var questions = 0

  /// Bytes that all this takes, as an estimate.
  var footprint: Int { automaton.footprint + memo.footprint + masks.footprint + costBounds.count * 48 }
}

/// Masks by automaton state, bounded; the oldest go first.
struct MaskCache {
  /// Masks of a 152k vocabulary take 19 KB each.
  static let limit = 2_048
  private var masks: [RecognizerState: TokenBitmask] = [:]
  private var sequence: [RecognizerState] = []
  private var oldest = 0

  var footprint: Int { masks.count * maskBytes }
  private var maskBytes = 0

  subscript(state: RecognizerState) -> TokenBitmask? {
    get { masks[state] }
    set {
      guard let newValue else { preconditionFailure("masks leave by themselves") }
      maskBytes = newValue.words.count * 4 + 96
      if masks.updateValue(newValue, forKey: state) != nil { return }
      if sequence.count < Self.limit {
        sequence.append(state)
      } else {
        masks[sequence[oldest]] = nil
        sequence[oldest] = state
        oldest = (oldest + 1) % Self.limit
      }
    }
  }
}
