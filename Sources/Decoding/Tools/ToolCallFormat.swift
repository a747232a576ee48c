import Masking
import Tokenizer

/// How a model writes calls, and the tokens that matter for it.
///
/// Everything but the name and the arguments is fixed by the form. It is written in the tokens that the tokenizer makes of
/// it, for those are what the model has been trained on.
struct ToolCallFormat: Sendable {
  let form: CallForm

  /// Where the text stands when a call starts.
  enum Start: Hashable, Sendable {
    /// Nothing has been written.
    case text
    /// A call has ended.
    case call
    /// The marker has been written, and so many bytes behind it.
    case marker(Int)
  }

  /// A token that ends in the marker or goes on behind it.
  struct Opener: Sendable {
    let token: TokenID
    /// Bytes behind the marker.
    let excess: Int
  }

  /// Tokens that end the arguments and are no part of them any more at their end.
  struct Closers: Sendable {
    /// The last bytes of the arguments; may be empty.
    let end: [UInt8]
    /// With the bytes that each takes of what comes behind the arguments; at least 1.
    var tokens: [(token: TokenID, excess: Int)]
  }

  private let tokenizer: Tokenizer
  private let vocabulary: MaskingVocabulary
  /// By bytes of the marker that the text ends in.
  private let openers: [[Opener]]
  let closers: [Closers]
  /// Tokens that go on behind a brace, which may be the first one of the arguments.
  private let braces: [TokenID]
  /// What comes behind the arguments, by its bytes that are written already.
  private let tails: [[TokenID]]

  /// - Throws: `TokenizerError.searchFailed`.
  init(
    _ tokenizer: Tokenizer, _ vocabulary: MaskingVocabulary, _ form: CallForm
  ) throws(TokenizerError) {
    self.form = form
    self.tokenizer = tokenizer
    self.vocabulary = vocabulary
    var tails: [[TokenID]] = []
    for start in 0...form.tail.utf8.count {
      tails.append(try tokenizer.encode(String(form.tail.dropFirst(start)), parsesSpecialTokens: false))
    }
    self.tails = tails
    openers = Self.openers(vocabulary, form.marker)
    closers = Self.closers(vocabulary, Array(form.tail.utf8))
    var braces: [TokenID] = []
    Self.forEachText(vocabulary) { token, bytes in
      if bytes.dropLast().contains(UInt8(ascii: "{")) { braces.append(token) }
    }
    self.braces = braces
  }

  /// The tokens that are left of what comes behind the arguments.
  func tail(after excess: Int) -> [TokenID] { tails[excess] }

  /// Tokens behind the arguments at most.
  var tailCount: Int { tails[0].count }

  /// Whether what comes behind the arguments starts so.
  func tailStarts(with bytes: some Sequence<UInt8>) -> Bool { form.tail.utf8.starts(with: bytes) }

  /// Longer tokens that start as the last one of a head does, and the bytes that they share.
  func extensions(of last: ArraySlice<UInt8>) -> [(token: TokenID, shared: Int)] {
    braces.filter {
      let bytes = vocabulary.bytes(of: $0)
      return bytes.count > last.count && bytes.starts(with: last)
    }.map { ($0, last.count) }
  }

  /// The tokens from the start of a call to the first brace of the arguments.
  func head(_ name: String, from start: Start) throws(TokenizerError) -> [TokenID] {
    let rest = form.beforeName + name + form.afterName
    let text =
      switch start {
      case .text: String(decoding: form.marker, as: UTF8.self) + rest
      case .call: "\n" + String(decoding: form.marker, as: UTF8.self) + rest
      case .marker(let excess): String(rest.dropFirst(excess))
      }
    return try tokenizer.encode(text, parsesSpecialTokens: false)
  }

  /// The tokens that complete the marker behind a text that ends in so many bytes of it. Those that go on in another
  /// way than a call does have no excess.
  func openers(after matched: Int) -> [(token: TokenID, excess: Int?)] {
    openers[matched].map { opener in
      let bytes = vocabulary.bytes(of: opener.token).suffix(opener.excess)
      return (opener.token, form.beforeName.utf8.starts(with: bytes) ? opener.excess : nil)
    }
  }

  private static func openers(_ vocabulary: MaskingVocabulary, _ marker: [UInt8]) -> [[Opener]] {
    var openers = Array(repeating: [Opener](), count: marker.count)
    forEachText(vocabulary) { token, bytes in
      for place in bytes.indices where bytes[place] == marker.last! {
        let before = bytes[...place]
        let count = min(before.count, marker.count)
        guard before.suffix(count).elementsEqual(marker.suffix(count)) else { continue }
        let opener = Opener(token: token, excess: bytes.distance(from: place, to: bytes.endIndex) - 1)
        // A whole marker opens a call whatever comes before it.
        let states = count == marker.count ? 0..<marker.count : marker.count - count..<marker.count - count + 1
        for matched in states { openers[matched].append(opener) }
        break
      }
    }
    return openers
  }

  private static func closers(_ vocabulary: MaskingVocabulary, _ tail: [UInt8]) -> [Closers] {
    var groups: [[UInt8]: Closers] = [:]
    forEachText(vocabulary) { token, bytes in
      for excess in 1...min(bytes.count, tail.count) where bytes.suffix(excess).elementsEqual(tail.prefix(excess)) {
        let end = Array(bytes.dropLast(excess))
        groups[end, default: Closers(end: end, tokens: [])].tokens.append((token, excess))
      }
    }
    return groups.values.sorted { $0.end.lexicographicallyPrecedes($1.end) }
  }

  private static func forEachText(_ vocabulary: MaskingVocabulary, _ body: (TokenID, ArraySlice<UInt8>) -> Void) {
    let ends = Set(vocabulary.endTokens)
    for index in 0..<vocabulary.vocabulary.count {
      let token = TokenID(index)
      let kind = vocabulary.vocabulary.kind(of: token)
      guard kind == .ordinary || kind == .added, !ends.contains(token) else { continue }
      let bytes = vocabulary.vocabulary.bytes(of: token)
      if !bytes.isEmpty { body(token, bytes) }
    }
  }
}
