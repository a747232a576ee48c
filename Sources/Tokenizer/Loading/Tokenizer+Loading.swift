public import JSON

extension Tokenizer {
  /// Reads a `tokenizer.json` file.
  public init(contentsOf path: String) throws(TokenizerError) {
    let bytes = try FileBytes.read(path)
    let json: JSONValue
    do {
      json = try JSONParser.parse(bytes: bytes)
    } catch {
      throw .invalidJSON(error)
    }
    try self.init(json: json)
  }

  /// Reads the value of a `tokenizer.json` file.
  public init(json: JSONValue) throws(TokenizerError) {
    var settings = try Settings(json, at: JSONPointer())
    if let version = try settings.optionalString("version"), version != "1.0" {
      throw .unsupported(JSONPointer(["version"]), found: JSONWriter.quote(version))
    }
    for key in ["truncation", "padding"] as [ExactString] {
      if let value = settings.optional(key) {
        throw .unsupported(JSONPointer([key]), found: "a setting of type \(value.typeName)")
      }
    }
    normalizer = try settings.component("normalizer", Normalizer.init)
    preTokenizer = try settings.component("pre_tokenizer", PreTokenizer.init)
    postProcessor = try settings.component("post_processor", PostProcessor.init)
    guard let decoder = try settings.component("decoder", Decoder.init) else {
      throw .missing(JSONPointer(["decoder"]))
    }
    self.decoder = decoder

    let modelPlace = JSONPointer(["model"])
    var modelSettings = try Settings(try settings.required("model"), at: modelPlace)
    if let type = try modelSettings.optionalString("type"), type != "BPE" {
      throw .unsupported(modelPlace.appending("type"), found: "model " + JSONWriter.quote(type))
    }
    modelVocabulary = try ModelVocabulary(
      try modelSettings.object("vocab"), at: modelPlace.appending("vocab"))
    model = try BytePairModel(modelSettings, modelVocabulary)

    let addedPlace = JSONPointer(["added_tokens"])
    var items: [JSONValue] = []
    if let value = settings.optional("added_tokens") {
      guard let list = value.arrayValue else {
        throw .wrongType(addedPlace, expected: "an array", found: value.typeName)
      }
      items = list
    }
    addedTokens = try AddedTokens(items, at: addedPlace, normalizer)
    vocabulary = try Vocabulary(modelVocabulary, addedTokens, at: addedPlace, decoder)
    try settings.finish()

    if let postProcessor {
      for id in postProcessor.prefix + postProcessor.suffix
      where id.index >= vocabulary.count || vocabulary.kind(of: id) == .unassigned {
        throw .unknownToken(JSONPointer(["post_processor"]), content: "id \(id)")
      }
    }
  }
}

extension Settings {
  /// A part of the tokenizer, nil when the file has none.
  fileprivate mutating func component<Component>(
    _ key: ExactString, _ read: (JSONValue, JSONPointer) throws(TokenizerError) -> Component
  ) throws(TokenizerError) -> Component? {
    guard let value = optional(key) else { return nil }
    return try read(value, place.appending(key))
  }
}
