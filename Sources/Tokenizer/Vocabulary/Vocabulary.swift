/// Every token id with its content and with the bytes that it adds to generated text.
///
/// Ids run from 0 to `count - 1`. A model may have more rows of logits than that (Qwen2.5 pads 151,665 ids to
/// 151,936 or 152,064 rows); the rows past the end are no tokens.
public struct Vocabulary: Sendable {
  /// The tokens' bytes, one after the other.
  @usableFromInline let bytes: [UInt8]
  /// `offsets[id]..<offsets[id + 1]` are the bytes of a token; `count + 1` offsets.
  @usableFromInline let offsets: [UInt32]
  @usableFromInline let kinds: [TokenKind]
  /// Tokens as the file spells them, in the model's own alphabet.
  let contents: ByteTable
  private let index: ContentIndex

  init(contents: ByteTable, texts: ByteTable, kinds: [TokenKind]) {
    precondition(contents.count == kinds.count && texts.count == kinds.count)
    self.contents = contents
    self.kinds = kinds
    bytes = texts.bytes
    offsets = texts.offsets
    index = ContentIndex(contents) { kinds[$0] != .unassigned }
  }

  /// Number of ids, unassigned ones included.
  @inlinable public var count: Int { kinds.count }

  /// All tokens' bytes in the order of their ids; `byteOffsets` divides them.
  @inlinable package var flatBytes: [UInt8] { bytes }
  /// `count + 1` offsets into `flatBytes`.
  @inlinable package var byteOffsets: [UInt32] { offsets }

  /// The bytes that the token adds to generated text, wherever in the text it stands; not always whole code points.
  ///
  /// Byte-level tokens are mapped back to bytes, `<0x0A>` is one byte, a word mark such as `▁` is a space. Special
  /// tokens and unassigned ids add nothing.
  @inlinable public func bytes(of id: TokenID) -> ArraySlice<UInt8> {
    bytes[Int(offsets[id.index])..<Int(offsets[id.index + 1])]
  }

  @inlinable public func kind(of id: TokenID) -> TokenKind { kinds[id.index] }

  @inlinable public func isSpecial(_ id: TokenID) -> Bool { kind(of: id) == .special }

  /// The token as `tokenizer.json` spells it, such as `Ġthe` or `<|im_end|>`. Empty for an unassigned id.
  public func content(of id: TokenID) -> String { String(decoding: contents[id.index], as: UTF8.self) }

  /// The id of the token that the file spells so, special and added tokens included.
  public func id(of content: String) -> TokenID? { id(of: content.utf8.span) }

  func id(of content: Span<UInt8>) -> TokenID? { index.position(of: content, in: contents).map { TokenID($0) } }
}
