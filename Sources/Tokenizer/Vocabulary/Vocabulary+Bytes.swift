extension Vocabulary {
  /// The vocabulary in which token i is the byte i, and token 256 the special `<|end|>`.
  public static let bytes: Vocabulary = {
    var contents = ByteTable()
    var texts = ByteTable()
    for byte in UInt8.min...UInt8.max {
      contents.append([byte])
      texts.append([byte])
    }
    contents.append("<|end|>".utf8)
    texts.append([])
    return Vocabulary(
      contents: contents, texts: texts, kinds: Array(repeating: .ordinary, count: 256) + [.special])
  }()
}
