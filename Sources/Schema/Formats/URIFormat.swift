/// `uri` and `uri-reference` (RFC 3986), `iri` and `iri-reference` (RFC 3987).
enum URIFormat {
  static func accepts(_ text: String, relative: Bool, international: Bool) -> Bool {
    let reference = URIReference(text)
    guard reference.scheme != nil || relative else { return false }
    // Without a scheme a colon in the first segment would be read as the end of one.
    if reference.scheme == nil, reference.authority == nil,
      reference.path.utf8.prefix(while: { $0 != UInt8(ascii: "/") }).contains(UInt8(ascii: ":"))
    {
      return false
    }
    let characters = URICharacters(international: international)
    return reference.authority.map { authority($0, characters) } ?? true
      && characters.accepts(reference.path, alsoAllowing: ":@/")
      && reference.query.map { characters.accepts($0, alsoAllowing: ":@/?", privateUse: true) } ?? true
      && reference.fragment.map { characters.accepts($0, alsoAllowing: ":@/?") } ?? true
  }

  private static func authority(_ text: String, _ characters: URICharacters) -> Bool {
    var host = text.utf8[...]
    if let at = host.lastIndex(of: UInt8(ascii: "@")) {
      guard characters.accepts(String(text[..<at]), alsoAllowing: ":") else { return false }
      host = host[host.index(after: at)...]
    }
    if host.first == UInt8(ascii: "[") {
      guard let end = host.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let literal = String(decoding: host[host.index(after: host.startIndex)..<end], as: UTF8.self)
      let rest = host[host.index(after: end)...]
      return (IPv6Format.accepts(literal) || isFutureAddress(literal)) && (rest.isEmpty || isPort(rest))
    }
    let name = host.prefix { $0 != UInt8(ascii: ":") }
    let port = host[name.endIndex...]
    return characters.accepts(String(decoding: name, as: UTF8.self)) && (port.isEmpty || isPort(port))
  }

  /// A colon and any number of digits.
  private static func isPort(_ text: Substring.UTF8View) -> Bool {
    text.first == UInt8(ascii: ":") && text.dropFirst().allSatisfy(\.isDigit)
  }

  /// IPvFuture: `v1F.text`.
  private static func isFutureAddress(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let first = parts[0].first, first | 0x20 == UInt8(ascii: "v"), parts[0].count > 1,
      parts[0].dropFirst().allSatisfy(\.isHexDigit), !parts[1].isEmpty
    else { return false }
    return parts[1].allSatisfy { $0 == UInt8(ascii: ":") || URICharacters.isPlain($0) }
  }
}
