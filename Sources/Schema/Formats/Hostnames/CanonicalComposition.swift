// The standard library keeps its normalization, which String comparison rests on, behind this interface. The other
// source of the tables on Linux is Foundation, which the engine does without.
@_spi(_Unicode) import Swift

/// Unicode Normalization Form C (UAX 15).
enum CanonicalComposition {
  /// Whether a text of code points that are each stable under NFC is so as a whole.
  static func isComposed(_ text: [Unicode.Scalar]) -> Bool {
    String(String.UnicodeScalarView(text))._nfc.elementsEqual(text)
  }
}
