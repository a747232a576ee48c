extension ChatTemplate {
  /// The template that a model's `chat_template` is, nil when its text is none of those that are known to the letter,
  /// whitespace at both ends aside: a changed one may ask for another conversation.
  public init?(source: String) {
    guard let template = Self.known[Self.fingerprint(of: source)] else { return nil }
    self = template
  }

  /// By FNV-1a in 64 bits. `python/fixtures/chat_template_vectors.py` prints it for a file, and checks that the texts
  /// render the same.
  private static let known: [UInt64: ChatTemplate] = [
    0x75E8_8977_B278_7CD7: .qwen2,
    0xE642_CE24_6D7F_2E3D: .qwen2_5,
    0x2BFD_B7AA_9754_484E: .qwen3,
    0x959A_4551_391A_6549: .qwen3,
    0x3284_4FD4_3EAB_01D2: .llama3,
    0xCC03_68E1_FFB6_B958: .llama3_1,
    0x368F_4C34_B855_4414: .llama3_1,
  ]

  static func fingerprint(of source: String) -> UInt64 {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    var text = source.utf8[...]
    while let first = text.first, isSpace(first) { text.removeFirst() }
    while let last = text.last, isSpace(last) { text.removeLast() }
    return text.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
