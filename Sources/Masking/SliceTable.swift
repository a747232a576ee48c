import Automata
import Synchronization

/// The slices of one vocabulary, by how texts are written; each is computed once.
final class SliceTable: Sendable {
  private struct Key: Hashable {
    let escapes: StringAutomaton.Escapes
    let isBlankFree: Bool
  }

  private let known = Mutex<[Key: VocabularySlices]>([:])

  func value(
    _ escapes: StringAutomaton.Escapes, isBlankFree: Bool, _ compute: () -> VocabularySlices
  ) -> VocabularySlices {
    known.withLock { known in
      let key = Key(escapes: escapes, isBlankFree: isBlankFree)
      if let slices = known[key] { return slices }
      let slices = compute()
      known[key] = slices
      return slices
    }
  }
}
