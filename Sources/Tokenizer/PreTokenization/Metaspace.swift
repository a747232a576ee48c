import JSON

/// SentencePiece's word mark: spaces become a visible character that tokens start with.
struct Metaspace: Sendable {
  /// When a text that has no mark in front gets one.
  enum PrependScheme: String, Sendable {
    case always
    /// Only the piece that starts the whole text.
    case first
    case never
  }

  /// The mark, `▁` as a rule. UTF-8.
  let mark: [UInt8]
  let prependScheme: PrependScheme
  /// Whether the text is cut before each mark.
  let splits: Bool

  /// Reads the members that the pre-tokenizer and the decoder share; the caller finishes the settings.
  init(_ settings: inout Settings) throws(TokenizerError) {
    mark = Array(String(Character(try settings.scalar("replacement"))).utf8)
    splits = try settings.flag("split", default: true)
    // Before there was a scheme, files had a flag.
    let addsPrefixSpace = try settings.flag("add_prefix_space", default: true)
    settings.skip("str_rep")
    if let name = try settings.optionalString("prepend_scheme") {
      guard let scheme = PrependScheme(rawValue: name) else {
        throw .invalidValue(settings.place.appending("prepend_scheme"), found: JSONWriter.quote(name))
      }
      prependScheme = addsPrefixSpace || scheme == .never ? scheme : .never
    } else {
      prependScheme = addsPrefixSpace ? .always : .never
    }
  }

  func apply(_ pieces: Pieces) throws(TokenizerError) -> Pieces {
    let marked = pieces.rewritten { piece, startsText, output in
      let wantsMark =
        switch prependScheme {
        case .always: true
        case .first: startsText
        case .never: false
        }
      if wantsMark, piece.first != UInt8(ascii: " "), !piece.starts(with: mark) { output += mark }
      for byte in piece {
        if byte == UInt8(ascii: " ") { output += mark } else { output.append(byte) }
      }
    }
    guard splits else { return marked }
    return try marked.cut { (range) throws(TokenizerError) in
      SplitBehavior.mergedWithNext.parts(of: range, matches: marks(in: marked.bytes, range), inverted: false)
    }
  }

  /// The text with marks turned back into spaces, or dropped.
  func unmark(_ text: ArraySlice<UInt8>, keepsSpaces: Bool) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var position = text.startIndex
    while position < text.endIndex {
      if text[position] == mark[0], text[position...].starts(with: mark) {
        if keepsSpaces { output.append(UInt8(ascii: " ")) }
        position += mark.count
      } else {
        output.append(text[position])
        position += 1
      }
    }
    return output
  }

  private func marks(in text: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    var matches: [Range<Int>] = []
    var position = range.lowerBound
    while position < range.upperBound {
      if text[position] == mark[0], text[position..<range.upperBound].starts(with: mark) {
        matches.append(position..<position + mark.count)
        position += mark.count
      } else {
        position += 1
      }
    }
    return matches
  }
}
