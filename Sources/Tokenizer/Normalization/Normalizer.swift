import JSON
import PCRE2

/// Rewrites text before it is split. Texts are UTF-8.
indirect enum Normalizer: Sendable {
  case sequence([Normalizer])
  /// Canonical decomposition, then composition.
  case nfc
  /// Canonical decomposition.
  case nfd
  case lowercase
  case strip(left: Bool, right: Bool)
  /// Puts bytes before a text that is not empty.
  case prepend([UInt8])
  case replace(Pattern, [UInt8])

  init(_ value: JSONValue, at place: JSONPointer) throws(TokenizerError) {
    var settings = try Settings(value, at: place)
    let type = try settings.string("type")
    switch type {
    case "Sequence":
      var parts: [Normalizer] = []
      for (position, part) in try settings.array("normalizers").enumerated() {
        parts.append(try Normalizer(part, at: place.appending("normalizers").appending(position)))
      }
      self = .sequence(parts)
    case "NFC": self = .nfc
    case "NFD": self = .nfd
    case "Lowercase": self = .lowercase
    case "Strip":
      self = .strip(
        left: try settings.flag("strip_left", default: true), right: try settings.flag("strip_right", default: true))
    case "Prepend": self = .prepend(Array(try settings.string("prepend").utf8))
    case "Replace":
      let pattern = try Pattern(settings.required("pattern"), at: place.appending("pattern"))
      self = .replace(pattern, Array(try settings.string("content").utf8))
    default: throw .unsupported(place.appending("type"), found: "normalizer " + JSONWriter.quote(type))
    }
    try settings.finish()
  }

  func apply(_ text: [UInt8]) throws(TokenizerError) -> [UInt8] {
    switch self {
    case .sequence(let parts):
      var text = text
      for part in parts { text = try part.apply(text) }
      return text
    case .nfc: return CanonicalForm.composed(text)
    case .nfd: return CanonicalForm.decomposed(text)
    case .lowercase:
      return String(decoding: text, as: UTF8.self).unicodeScalars.flatMap { $0.properties.lowercaseMapping.utf8 }
    case .strip(let left, let right):
      let span = text.span
      let start = left ? TextScan.endOfWhitespace(span, after: 0) : 0
      let end = right ? TextScan.startOfWhitespace(span, before: text.count) : text.count
      return Array(text[start..<max(start, end)])
    case .prepend(let prefix): return text.isEmpty ? text : prefix + text
    case .replace(let pattern, let content): return try pattern.replacing(text, with: content)
    }
  }
}
