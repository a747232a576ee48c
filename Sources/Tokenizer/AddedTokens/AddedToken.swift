import JSON

/// A token that is found in the text before anything else looks at it.
struct AddedToken: Sendable {
  let id: TokenID
  let content: [UInt8]
  let isSpecial: Bool
  /// Only matches where no word character is adjacent.
  let singleWord: Bool
  /// The match takes the whitespace before it.
  let stripsLeft: Bool
  /// The match takes the whitespace after it.
  let stripsRight: Bool
  /// Looked for in the normalized text, else in the text as it came.
  let isNormalized: Bool

  init(_ value: JSONValue, at place: JSONPointer) throws(TokenizerError) {
    var settings = try Settings(value, at: place)
    id = try settings.tokenID("id")
    content = Array(try settings.string("content").utf8)
    isSpecial = try settings.flag("special", default: false)
    singleWord = try settings.flag("single_word", default: false)
    stripsLeft = try settings.flag("lstrip", default: false)
    stripsRight = try settings.flag("rstrip", default: false)
    isNormalized = try settings.flag("normalized", default: true)
    guard !content.isEmpty else { throw .invalidValue(place.appending("content"), found: "empty") }
    try settings.finish()
  }
}
