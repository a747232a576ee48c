import JSON

/// Byte-pair encoding of one piece: code points become tokens, then pairs merge by rank.
///
/// Source: Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units" (2016); the behaviour at
/// unknown code points is that of Hugging Face's `BPE` model.
struct BytePairModel: Sendable {
  private let merges: MergeTable
  /// A piece that is a token itself is not merged.
  private let ignoresMerges: Bool
  /// Tokens of the 256 bytes as `<0xNN>`, for code points that have no token; nil without byte fallback.
  private let byteTokens: [TokenID?]?
  private let unknown: TokenID?
  /// Neighbouring unknown code points give one unknown token.
  private let fusesUnknown: Bool

  /// - Parameters:
  ///   - settings: the file's `model`, from which the vocabulary's members have been read; finished here.
  ///   - vocabulary: the model's tokens without the added ones.
  init(_ settings: consuming Settings, _ vocabulary: ModelVocabulary) throws(TokenizerError) {
    let place = settings.place
    for key in ["continuing_subword_prefix", "end_of_word_suffix"] as [ExactString] {
      if let affix = try settings.optionalString(key), !affix.isEmpty {
        throw .unsupported(place.appending(key), found: JSONWriter.quote(affix))
      }
    }
    if let dropout = settings.optional("dropout"), dropout.numberValue?.double != 0 {
      throw .unsupported(place.appending("dropout"), found: JSONWriter.write(dropout))
    }
    ignoresMerges = try settings.flag("ignore_merges", default: false)
    fusesUnknown = try settings.flag("fuse_unk", default: false)
    if let content = try settings.optionalString("unk_token") {
      guard let id = vocabulary.id(of: content.utf8.span) else {
        throw .unknownToken(place.appending("unk_token"), content: content)
      }
      unknown = id
    } else {
      unknown = nil
    }
    if try settings.flag("byte_fallback", default: false) {
      byteTokens = (UInt8.min...UInt8.max).map { vocabulary.id(of: ByteFallback.spell($0).utf8.span) }
    } else {
      byteTokens = nil
    }
    merges = try Self.readMerges(try settings.array("merges"), at: place.appending("merges"), vocabulary)
    try settings.finish()
  }

  private static func readMerges(
    _ items: [JSONValue], at place: JSONPointer, _ vocabulary: ModelVocabulary
  ) throws(TokenizerError) -> MergeTable {
    var table = MergeTable(capacity: items.count)
    var joined: [UInt8] = []
    for (position, item) in items.enumerated() {
      let left: ExactString
      let right: ExactString
      switch item {
      case .array(let pair):
        guard pair.count == 2, case .string(let first) = pair[0], case .string(let second) = pair[1] else {
          throw .invalidValue(place.appending(position), found: JSONWriter.write(item))
        }
        (left, right) = (first, second)
      case .string(let text):
        let parts = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2 else {
          throw .invalidValue(place.appending(position), found: JSONWriter.quote(text.text))
        }
        (left, right) = (ExactString(utf8: parts[0]), ExactString(utf8: parts[1]))
      default: throw .wrongType(place.appending(position), expected: "a pair of strings", found: item.typeName)
      }
      joined.removeAll(keepingCapacity: true)
      joined.append(contentsOf: left.utf8)
      joined.append(contentsOf: right.utf8)
      guard let leftID = vocabulary.id(of: left.text.utf8.span) else {
        throw .unknownToken(place.appending(position), content: left.text)
      }
      guard let rightID = vocabulary.id(of: right.text.utf8.span) else {
        throw .unknownToken(place.appending(position), content: right.text)
      }
      guard let token = vocabulary.id(of: joined.span) else {
        throw .unknownToken(place.appending(position), content: String(decoding: joined, as: UTF8.self))
      }
      table.append(leftID.rawValue, rightID.rawValue, to: token.rawValue)
    }
    return table
  }

  /// Appends the tokens of a piece.
  ///
  /// Code points without a token, byte fallback or unknown token give nothing.
  func encode(
    _ piece: Span<UInt8>, _ vocabulary: ModelVocabulary, _ word: inout MergeWord, into ids: inout [TokenID]
  ) {
    if ignoresMerges, let id = vocabulary.id(of: piece) {
      ids.append(id)
      return
    }
    word.removeAll()
    var pendingUnknown: TokenID?
    var position = 0
    while position < piece.count {
      let (scalar, end) = TextScan.scalar(piece, position)
      let bytes = piece.extracting(position..<end)
      position = end
      if let id = vocabulary.id(of: scalar, spelled: bytes) {
        if let pending = pendingUnknown.take() { word.append(pending.rawValue) }
        word.append(id.rawValue)
      } else if fallBack(bytes, &word) {
        continue
      } else if let unknown {
        if let pending = pendingUnknown, !fusesUnknown { word.append(pending.rawValue) }
        pendingUnknown = unknown
      }
    }
    if let pendingUnknown { word.append(pendingUnknown.rawValue) }
    word.merge(merges, into: &ids)
  }

  /// Appends a code point byte by byte; false when there is no fallback or a byte has no token.
  private func fallBack(_ bytes: Span<UInt8>, _ word: inout MergeWord) -> Bool {
    guard let byteTokens else { return false }
    for index in bytes.indices where byteTokens[Int(bytes[index])] == nil { return false }
    for index in bytes.indices { word.append(byteTokens[Int(bytes[index])]!.rawValue) }
    return true
  }
}
