import Automata
import JSON

extension KeyMixer {
  /// A text, eight bytes at a time, and its length.
  mutating func add(_ text: ExactString) {
    var text = text.text
    text.withUTF8 { bytes in
      let bytes = UnsafeRawBufferPointer(bytes)
      add(bytes.count)
      var offset = 0
      while offset &+ 8 <= bytes.count {
        add(unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset &+= 8
      }
      if offset == bytes.count { return }
      var word: UInt64 = 0
      while offset < bytes.count {
        word = word &<< 8 | UInt64(unsafe bytes[offset])
        offset &+= 1
      }
      add(word)
    }
  }
}
