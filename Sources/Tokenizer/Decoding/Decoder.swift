import JSON
import PCRE2

/// Turns the contents of tokens back into text.
struct Decoder: Sendable {
  enum Step: Sendable {
    case byteLevel
    case replace(Pattern, [UInt8])
    case byteFallback
    case fuse
    /// Takes up to so many of a code point from the start and the end of every string.
    case strip([UInt8], start: Int, end: Int)
    case metaspace(Metaspace)
  }

  private let steps: [Step]

  init(_ value: JSONValue, at place: JSONPointer) throws(TokenizerError) {
    var steps: [Step] = []
    try Self.read(value, at: place, into: &steps)
    self.steps = steps
  }

  private static func read(
    _ value: JSONValue, at place: JSONPointer, into steps: inout [Step]
  ) throws(TokenizerError) {
    var settings = try Settings(value, at: place)
    let type = try settings.string("type")
    // After these the strings are no tokens any more, and what a token adds to a text would depend on its neighbours.
    let isFused = steps.contains { if case .fuse = $0 { true } else if case .byteLevel = $0 { true } else { false } }
    switch type {
    case "Sequence":
      for (position, part) in try settings.array("decoders").enumerated() {
        try read(part, at: place.appending("decoders").appending(position), into: &steps)
      }
    case "Fuse": steps.append(.fuse)
    case "Strip":
      let content = Array(String(Character(try settings.scalar("content"))).utf8)
      steps.append(.strip(content, start: try settings.count("start"), end: try settings.count("stop")))
    case _ where isFused:
      throw .unsupported(place.appending("type"), found: "decoder \(JSONWriter.quote(type)) after tokens are joined")
    case "ByteLevel":
      settings.skip("add_prefix_space", "trim_offsets", "use_regex")
      steps.append(.byteLevel)
    case "Replace":
      let pattern = try Pattern(settings.required("pattern"), at: place.appending("pattern"))
      steps.append(.replace(pattern, Array(try settings.string("content").utf8)))
    case "ByteFallback": steps.append(.byteFallback)
    case "Metaspace": steps.append(.metaspace(try Metaspace(&settings)))
    default: throw .unsupported(place.appending("type"), found: "decoder " + JSONWriter.quote(type))
    }
    try settings.finish()
  }

  /// The text of a whole sequence of tokens. Bytes that are not UTF-8 become U+FFFD.
  func decode(_ tokens: [ArraySlice<UInt8>]) throws(TokenizerError) -> String {
    var strings = tokens
    for step in steps { strings = try Self.apply(step, strings) }
    return String(decoding: strings.joined(), as: UTF8.self)
  }

  private static func apply(_ step: Step, _ strings: [ArraySlice<UInt8>]) throws(TokenizerError) -> [ArraySlice<UInt8>]
  {
    switch step {
    case .byteLevel: return [strings.flatMap(byteLevelBytes)[...]]
    case .replace(let pattern, let content):
      var replaced: [ArraySlice<UInt8>] = []
      for string in strings { replaced.append(try pattern.replacing(Array(string), with: content)[...]) }
      return replaced
    case .byteFallback: return joinByteTokens(strings)
    case .fuse: return [Array(strings.joined())[...]]
    case .strip(let content, let start, let end):
      return strings.map { stripped($0, content, start: start, end: end) }
    case .metaspace(let metaspace):
      return strings.enumerated().map { position, string in
        metaspace.unmark(string, keepsSpaces: position > 0 || metaspace.prependScheme == .never)[...]
      }
    }
  }

  private static func stripped(
    _ string: ArraySlice<UInt8>, _ content: [UInt8], start: Int, end: Int
  ) -> ArraySlice<UInt8> {
    var string = string
    var remaining = start
    while remaining > 0, string.starts(with: content) {
      string = string.dropFirst(content.count)
      remaining -= 1
    }
    remaining = end
    while remaining > 0, string.suffix(content.count).elementsEqual(content) {
      string = string.dropLast(content.count)
      remaining -= 1
    }
    return string
  }

  /// Joins neighbouring byte tokens; if they are no text together, each is one U+FFFD.
  private static func joinByteTokens(_ strings: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
    var joined: [ArraySlice<UInt8>] = []
    var run: [UInt8] = []
    func flush() {
      if String(validating: run, as: UTF8.self) != nil {
        joined.append(run[...])
      } else {
        joined += run.map { _ in Array("\u{FFFD}".utf8)[...] }
      }
      run = []
    }
    for string in strings {
      if let byte = ByteFallback.byte(spelledBy: string) {
        run.append(byte)
      } else {
        if !run.isEmpty { flush() }
        joined.append(string)
      }
    }
    if !run.isEmpty { flush() }
    return joined
  }

  /// A token with a code point outside of the alphabet, which only added tokens have, stands for itself.
  private static func byteLevelBytes(_ content: ArraySlice<UInt8>) -> [UInt8] {
    ByteAlphabet.bytes(spelledBy: content.span) ?? Array(content)
  }

  /// What a token adds to a text wherever it stands; the decoder's work at the text's two ends is left out.
  func bytes(of content: ArraySlice<UInt8>) throws(TokenizerError) -> [UInt8] {
    var bytes = Array(content)
    for step in steps {
      switch step {
      case .byteLevel: bytes = Self.byteLevelBytes(bytes[...])
      case .replace(let pattern, let content): bytes = try pattern.replacing(bytes, with: content)
      case .byteFallback: if let byte = ByteFallback.byte(spelledBy: bytes[...]) { return [byte] }
      case .fuse: return bytes
      case .strip(let content, let start, let end):
        bytes = Array(Self.stripped(bytes[...], content, start: start, end: end))
      case .metaspace(let metaspace): bytes = metaspace.unmark(bytes[...], keepsSpaces: true)
      }
    }
    return bytes
  }
}
