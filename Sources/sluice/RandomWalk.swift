import Masking
import Tokenizer

/// Random walks through the masks of a constraint. The same seed takes the same steps on every machine.
struct RandomWalk {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The bytes of one random document.
  mutating func document(_ constraint: Constraint, budget: Int) throws(MaskingError) -> [UInt8] {
    var matcher = try Matcher(constraint, budget: budget)
    while !matcher.isFinished {
      let remaining = budget - matcher.count
      if remaining == 0 { break }
      let allowed = try matcher.mask(remaining: remaining).allowedTokens
      // Nothing is allowed only behind a complete document whose end token is not due.
      guard !allowed.isEmpty else { break }
      try matcher.accept(allowed[Int(next() % UInt64(allowed.count))])
    }
    return matcher.text
  }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value &>> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value &>> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value &>> 31
  }
}
