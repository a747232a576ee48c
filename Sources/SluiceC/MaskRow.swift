import Masking

/// A caller's words for one mask.
@safe struct MaskRow {
  private let words: UnsafeMutableBufferPointer<Int32>

  /// - Throws: when the words are too few for a mask of `constraint`.
  init(_ pointer: UnsafeMutablePointer<Int32>, count: Int, for constraint: Constraint) throws(Failure) {
    let needed = (constraint.vocabulary.size + 31) / 32
    guard count >= needed else { throw .bufferTooSmall("a mask", given: count, needed: needed) }
    unsafe words = UnsafeMutableBufferPointer(start: pointer, count: count)
  }

  /// Writes a mask, and zeros behind it.
  func write(_ mask: TokenBitmask) {
    // A mask may end with a word that has no token.
    let count = min(mask.words.count, unsafe words.count)
    unsafe mask.words.withUnsafeBytes { source in
      unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(words)[..<(count * 4)])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<(count * 4)]))
    }
    for index in count..<(unsafe words.count) { unsafe words[index] = 0 }
  }

  /// Tokens that are left, from a number of C.
  static func remaining(_ number: Int64) throws(Failure) -> Int? {
    guard number >= -1 else { throw .argument("the budget \(number) is negative") }
    return number < 0 ? nil : Int(number)
  }
}
