import JSON
import Synchronization
import Tokenizer

/// The tokens of texts that were encoded lately.
final class EncodedTexts: Sendable {
  /// Bytes of texts in one generation; there are two.
  static let limit = 4 << 20

  private struct State {
    /// Used since the generation began.
    var young: [ExactString: [TokenID]] = [:]
    /// Used in the generation before, and not since.
    var old: [ExactString: [TokenID]] = [:]
    /// Of the young ones.
    var bytes = 0

    mutating func keep(_ tokens: [TokenID], for text: ExactString) {
      let size = text.text.utf8.count
      guard size <= limit else { return }
      if bytes + size > limit {
        old = young
        young = [:]
        bytes = 0
      }
      if young.updateValue(tokens, forKey: text) == nil { bytes += size }
    }
  }

  private let state = Mutex(State())

  /// Bytes of all texts that are kept.
  var footprint: Int {
    state.withLock { state in
      state.young.keys.reduce(0) { $0 + $1.text.utf8.count } + state.old.keys.reduce(0) { $0 + $1.text.utf8.count }
    }
  }

  subscript(text: String) -> [TokenID]? {
    let text = ExactString(text)
    return state.withLock { state in
      if let tokens = state.young[text] { return tokens }
      guard let tokens = state.old.removeValue(forKey: text) else { return nil }
      state.keep(tokens, for: text)
      return tokens
    }
  }

  func keep(_ tokens: [TokenID], for text: String) {
    let text = ExactString(text)
    state.withLock { $0.keep(tokens, for: text) }
  }
}
