import Automata
public import JSON
public import Schema
import Synchronization

/// A schema compiled for a vocabulary: the automaton, which grows as documents are read, and the masks computed so far.
/// Many matchers on many threads may share one.
public final class Constraint: Sendable {
  public let vocabulary: MaskingVocabulary
  /// Whether some keyword is guarded, so that a token may be rejected that the mask allowed: see `Matcher.accept`.
  public let isGuarded: Bool
  private let state: Mutex<ConstraintState>
  private let keptMasks = Atomic(0)

  /// - Throws: `MaskingError.schema` when the schema is refused, naming keyword and place.
  package init(
    _ document: SchemaDocument, vocabulary: MaskingVocabulary, options: RecognizerOptions = .generation
  ) throws(MaskingError) {
    self.vocabulary = vocabulary
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

  /// Masks that are kept; never waits for who uses the automaton.
  package var maskCount: Int { keptMasks.load(ordering: .relaxed) }

  /// Runs `body` with the automaton, one caller at a time.
  func withState<Result: Sendable>(
    _ body: (inout ConstraintState) throws(SchemaError) -> sending Result
  ) throws(MaskingError) -> Result {
    do throws(SchemaError) {
      return try state.withLock { (state) throws(SchemaError) in
        state.automaton.restartMeters()
        defer { keptMasks.store(state.masks.count, ordering: .relaxed) }
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
}

/// Masks by automaton state, bounded; the oldest go first.
struct MaskCache {
  /// Masks of a 152k vocabulary take 19 KB each.
  static let limit = 2_048
  private var masks: [RecognizerState: TokenBitmask] = [:]
  private var sequence: [RecognizerState] = []
  private var oldest = 0

  var count: Int { masks.count }

  subscript(state: RecognizerState) -> TokenBitmask? {
    get { masks[state] }
    set {
      guard let newValue else { preconditionFailure("masks leave by themselves") }
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
