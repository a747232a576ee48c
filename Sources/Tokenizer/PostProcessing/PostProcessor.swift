import JSON

/// The special tokens that go around an encoded text.
struct PostProcessor: Sendable {
  private(set) var prefix: [TokenID] = []
  private(set) var suffix: [TokenID] = []

  init(_ value: JSONValue, at place: JSONPointer) throws(TokenizerError) {
    var settings = try Settings(value, at: place)
    let type = try settings.string("type")
    switch type {
    case "ByteLevel":
      // Only moves the offsets of tokens, which are not kept here.
      settings.skip("add_prefix_space", "trim_offsets", "use_regex")
    case "TemplateProcessing":
      let template = try settings.array("single")
      settings.skip("pair")
      let tokens = try settings.object("special_tokens")
      try readTemplate(template, tokens, at: place)
    case "Sequence":
      for (position, part) in try settings.array("processors").enumerated() {
        let part = try PostProcessor(part, at: place.appending("processors").appending(position))
        prefix = part.prefix + prefix
        suffix += part.suffix
      }
    default: throw .unsupported(place.appending("type"), found: "post-processor " + JSONWriter.quote(type))
    }
    try settings.finish()
  }

  private mutating func readTemplate(
    _ template: [JSONValue], _ tokens: JSONObject, at place: JSONPointer
  ) throws(TokenizerError) {
    var seenText = false
    for (position, item) in template.enumerated() {
      let itemPlace = place.appending("single").appending(position)
      var piece = try Settings(item, at: itemPlace)
      if let text = piece.optional("Sequence") {
        guard !seenText, text["id"] == "A" else {
          throw .unsupported(itemPlace, found: JSONWriter.write(item))
        }
        seenText = true
      } else {
        guard let name = try piece.required("SpecialToken")["id"]?.stringValue else {
          throw .missing(itemPlace.appending("SpecialToken").appending("id"))
        }
        let key = ExactString(name)
        let tokenPlace = place.appending("special_tokens").appending(key)
        guard let token = tokens[key] else { throw .missing(tokenPlace) }
        let ids = try Self.ids(token, at: tokenPlace)
        if seenText { suffix += ids } else { prefix += ids }
      }
      try piece.finish()
    }
    guard seenText else { throw .missing(place.appending("single").appending("Sequence")) }
  }

  private static func ids(_ value: JSONValue, at place: JSONPointer) throws(TokenizerError) -> [TokenID] {
    var settings = try Settings(value, at: place)
    settings.skip("id", "tokens")
    var ids: [TokenID] = []
    for (position, item) in try settings.array("ids").enumerated() {
      ids.append(try Settings.tokenID(item, at: place.appending("ids").appending(position)))
    }
    try settings.finish()
    return ids
  }
}
