import JSON
import PCRE2

/// Cuts a normalized text into pieces.
indirect enum PreTokenizer: Sendable {
  case sequence([PreTokenizer])
  case split(Pattern, SplitBehavior, inverted: Bool)
  /// Spells bytes in `ByteAlphabet`, after a split at the pattern if there is one.
  case byteLevel(addsPrefixSpace: Bool, Pattern?)
  case metaspace(Metaspace)

  /// GPT-2's own split.
  private static let byteLevelPattern =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  /// Runs of word characters and runs of others; the word characters are those of UTS 18, annex C.
  private static let wordsPattern: String = {
    let word = #"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}"#
    return "[\(word)]+|[^\(word)\\s]+"
  }()

  init(_ value: JSONValue, at place: JSONPointer) throws(TokenizerError) {
    var settings = try Settings(value, at: place)
    let type = try settings.string("type")
    switch type {
    case "Sequence":
      var parts: [PreTokenizer] = []
      for (position, part) in try settings.array("pretokenizers").enumerated() {
        parts.append(try PreTokenizer(part, at: place.appending("pretokenizers").appending(position)))
      }
      self = .sequence(parts)
    case "Split":
      let pattern = try Pattern(settings.required("pattern"), at: place.appending("pattern"))
      let behavior = try Self.behavior(try settings.string("behavior"), at: place)
      self = .split(pattern, behavior, inverted: try settings.flag("invert", default: false))
    case "ByteLevel":
      let addsPrefixSpace = try settings.flag("add_prefix_space", default: true)
      let splits = try settings.flag("use_regex", default: true)
      settings.skip("trim_offsets")
      self = .byteLevel(
        addsPrefixSpace: addsPrefixSpace, splits ? try Self.pattern(Self.byteLevelPattern, at: place) : nil)
    case "Metaspace": self = .metaspace(try Metaspace(&settings))
    case "Digits":
      let individual = try settings.flag("individual_digits", default: false)
      self = .split(
        try Self.pattern(#"\p{N}"#, at: place), individual ? .isolated : .contiguous, inverted: false)
    case "Whitespace":
      self = .split(try Self.pattern(Self.wordsPattern, at: place), .removed, inverted: true)
    case "WhitespaceSplit": self = .split(try Self.pattern(#"\s"#, at: place), .removed, inverted: false)
    case "Punctuation":
      let behavior = try Self.behavior(try settings.optionalString("behavior") ?? "Isolated", at: place)
      self = .split(try Self.pattern(#"[\p{P}$+<=>^`|~]"#, at: place), behavior, inverted: false)
    default: throw .unsupported(place.appending("type"), found: "pre-tokenizer " + JSONWriter.quote(type))
    }
    try settings.finish()
  }

  private static func behavior(_ name: String, at place: JSONPointer) throws(TokenizerError) -> SplitBehavior {
    guard let behavior = SplitBehavior(rawValue: name) else {
      throw .invalidValue(place.appending("behavior"), found: JSONWriter.quote(name))
    }
    return behavior
  }

  private static func pattern(_ text: String, at place: JSONPointer) throws(TokenizerError) -> Pattern {
    try Pattern(["Regex": .string(text)], at: place)
  }

  func apply(_ pieces: Pieces) throws(TokenizerError) -> Pieces {
    switch self {
    case .sequence(let parts):
      var pieces = pieces
      for part in parts { pieces = try part.apply(pieces) }
      return pieces
    case .split(let pattern, let behavior, let inverted):
      return try Self.split(pieces, pattern, behavior, inverted: inverted)
    case .byteLevel(let addsPrefixSpace, let pattern):
      var pieces = pieces
      if addsPrefixSpace {
        pieces = pieces.rewritten { piece, _, output in
          if piece.first != UInt8(ascii: " ") { output.append(UInt8(ascii: " ")) }
          output += piece
        }
      }
      if let pattern { pieces = try Self.split(pieces, pattern, .isolated, inverted: false) }
      return pieces.rewritten { piece, _, output in ByteAlphabet.spell(piece, into: &output) }
    case .metaspace(let metaspace): return try metaspace.apply(pieces)
    }
  }

  private static func split(
    _ pieces: Pieces, _ pattern: Pattern, _ behavior: SplitBehavior, inverted: Bool
  ) throws(TokenizerError) -> Pieces {
    try pieces.cut { (range) throws(TokenizerError) in
      behavior.parts(of: range, matches: try pattern.ranges(in: pieces.bytes, range), inverted: inverted)
    }
  }
}
