/// How many tokens are worth guessing, from how the last guesses came out.
struct Foresight {
  static let most = 8
  /// Steps without a guess behind one of which nothing came true.
  private static let pause = 8

  private var length = 4
  private var rest = 0

  /// Tokens to guess now.
  mutating func next() -> Int {
    if rest == 0 { return length }
    rest -= 1
    return 0
  }

  mutating func note(guessed: Int, right: Int) {
    if right == guessed {
      length = min(length * 2, Self.most)
    } else if right == 0 {
      length = max(length / 2, 1)
      if length == 1 { rest = Self.pause }
    }
  }
}
