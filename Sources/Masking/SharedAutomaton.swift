import Automata
import JSON
import Schema
import Synchronization

/// The automaton of a constraint, behind a lock.
final class SharedAutomaton: Sendable {
  let isGuarded: Bool
  private let state: Mutex<ConstraintState>
  private let size = Atomic(0)
  private static let questionsBetweenLooks = 16

  init(
    _ document: SchemaDocument, _ vocabulary: MaskingVocabulary, _ options: RecognizerOptions, keepsParts: Bool = false
  ) throws(MaskingError) {
    do throws(SchemaError) {
      let isBlankFree = options.whitespace == .any
      let automaton = try SchemaAutomaton(document, options: options, keepsParts: keepsParts)
      isGuarded = automaton.isGuarded
      state = Mutex(
        ConstraintState(
          automaton: automaton, slices: vocabulary.slices(options.escapes, isBlankFree: isBlankFree)))
    } catch {
      throw .schema(error)
    }
  }

  /// A schema that was compiled before: nothing is asked again that its compiling has answered.
  init(
    checked document: SchemaDocument, isGuarded: Bool, firstMask: TokenBitmask, _ vocabulary: MaskingVocabulary,
    _ options: RecognizerOptions
  ) {
    self.isGuarded = isGuarded
    var state = ConstraintState(
      automaton: SchemaAutomaton(checked: document, isGuarded: isGuarded, options: options),
      slices: vocabulary.slices(options.escapes, isBlankFree: options.whitespace == .any))
    state.masks[.start] = firstMask
    self.state = Mutex(state)
  }

  /// Bytes, estimated, of all that is remembered.
  var footprint: Int { size.load(ordering: .relaxed) }

  /// Where the documents of a schema start that shares most of its parts with those of this automaton, and whether
  /// something in it is guarded; nil where it does not, or where it is better compiled by itself.
  func join(_ schema: JSONValue) -> (start: RecognizerState, isGuarded: Bool)? {
    state.withLock { state in
      state.automaton.restartMeters()
      // It grows by more than a question adds.
      defer { size.store(state.footprint, ordering: .relaxed) }
      // What is wrong with a schema is said where it is compiled by itself.
      do throws(SchemaError) {
        return try state.automaton.join(schema)
      } catch {
        return nil
      }
    }
  }

  /// See `SchemaAutomaton.keptParts`.
  var keptParts: Set<Int> { state.withLock { Set($0.automaton.keptParts) } }

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
