import Automata
import JSON

extension KeyMixer {
  /// A text, eight bytes at a time, and its length.
  mutating func add(_ text: ExactString) {
    var text = text.text
    text.withUTF8 { bytes in
      add(bytes.count)
      var word: UInt64 = 0
      for (index, byte) in unsafe bytes.enumerated() {
        word = word &<< 8 | UInt64(byte)
        if index & 7 == 7 {
          add(word)
          word = 0
        }
      }
      if bytes.count & 7 != 0 { add(word) }
    }
  }
}
