extension Vocabulary {
  /// The vocabulary in which token i adds the i-th text, at most 4 GB together. An empty text is a special token's.
  public init(texts: some Sequence<some Collection<UInt8>>) {
    var table = ByteTable()
    var kinds: [TokenKind] = []
    for text in texts {
      table.append(text)
      kinds.append(text.isEmpty ? .special : .ordinary)
    }
    self.init(contents: table, texts: table, kinds: kinds)
  }
}
