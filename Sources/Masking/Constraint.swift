public import JSON
public import Schema
import Synchronization

/// A schema compiled for a vocabulary: the automaton, which grows as documents are read, and the masks computed so far.
/// Many matchers on many threads may share one.
public final class Constraint: Sendable {
  public let vocabulary: MaskingVocabulary
  private let state: Mutex<ConstraintState>

  /// - Throws: `MaskingError.schema` when the schema is refused, naming keyword and place.
  package init(
    _ document: SchemaDocument, vocabulary: MaskingVocabulary, options: RecognizerOptions = .generation
  ) throws(MaskingError) {
    self.vocabulary = vocabulary
    do throws(SchemaError) {
      state = Mutex(ConstraintState(automaton: try SchemaAutomaton(document, options: options)))
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

  /// Runs `body` with the automaton, one caller at a time.
  func withState<Result: Sendable>(
    _ body: (inout ConstraintState) throws(SchemaError) -> sending Result
  ) throws(MaskingError) -> Result {
    do throws(SchemaError) {
      return try state.withLock { (state) throws(SchemaError) in
        state.automaton.restartMeters()
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
  var masks = MaskCache()
}

/// Masks by automaton state, bounded; the oldest go first.
struct MaskCache {
  struct Entry {
    let mask: TokenBitmask
    /// Bytes that the most expensive allowed token leaves to write; nil when costs were not asked for.
    let largestCost: Int32?
  }

  /// Masks of a 152k vocabulary take 19 KB each.
  static let limit = 2_048
  private var entries: [RecognizerState: Entry] = [:]
  private var sequence: [RecognizerState] = []
  private var oldest = 0

  subscript(state: RecognizerState) -> Entry? { entries[state] }

  mutating func insert(_ entry: Entry, for state: RecognizerState) {
    if entries.updateValue(entry, forKey: state) != nil { return }
    if sequence.count < Self.limit {
      sequence.append(state)
    } else {
      entries[sequence[oldest]] = nil
      sequence[oldest] = state
      oldest = (oldest + 1) % Self.limit
    }
  }
}
