import Schema

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
