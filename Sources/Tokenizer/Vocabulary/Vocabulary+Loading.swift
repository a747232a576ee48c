import JSON

extension Vocabulary {
  /// Joins the model's tokens and the added ones.
  ///
  /// - Parameter place: where the added tokens stand, for the errors.
  init(
    _ model: ModelVocabulary, _ added: AddedTokens, at place: JSONPointer, _ decoder: Decoder
  ) throws(TokenizerError) {
    var addedByID: [Int: AddedToken] = [:]
    /// As in the model's vocabulary: a bound on what a file can make us allocate.
    let limit = 2 * (model.count + added.tokens.count) + 1_000_000
    for (position, token) in added.tokens.enumerated() {
      let conflict = TokenizerError.conflictingToken(
        place.appending(position), content: String(decoding: token.content, as: UTF8.self), id: token.id.index)
      guard token.id.index < limit else { throw conflict }
      addedByID[token.id.index] = token
      // One content has one id, and one id one content, in the model as here.
      if let id = model.id(of: token.content.span), id != token.id { throw conflict }
      if token.id.index < model.count, model.isAssigned[token.id.index],
        !model.contents[token.id.index].elementsEqual(token.content)
      {
        throw conflict
      }
    }
    guard Set(added.tokens.map(\.content)).count == added.tokens.count else {
      throw .invalidValue(place, found: "two tokens with the same content")
    }

    let count = max(model.count, (addedByID.keys.max() ?? -1) + 1)
    var contents = ByteTable()
    var texts = ByteTable()
    var kinds: [TokenKind] = []
    for id in 0..<count {
      if let token = addedByID[id] {
        contents.append(token.content)
        texts.append(token.isSpecial ? [] : try decoder.bytes(of: added.spellings[token.id, default: []][...]))
        kinds.append(token.isSpecial ? .special : .added)
      } else if id < model.count, model.isAssigned[id] {
        contents.append(model.contents[id])
        texts.append(try decoder.bytes(of: model.contents[id]))
        kinds.append(.ordinary)
      } else {
        contents.append([])
        texts.append([])
        kinds.append(.unassigned)
      }
    }
    self.init(contents: contents, texts: texts, kinds: kinds)
  }
}
