import JSON

/// The tokens of the model itself, without the added ones, for looking up ids.
struct ModelVocabulary: Sendable {
  /// Contents by id; empty where the id belongs to an added token or to none.
  let contents: ByteTable
  /// Whether the id is one of the model's.
  let isAssigned: [Bool]
  private let index: ContentIndex
  /// Ids of the tokens that are one code point below U+0400, which most code points of most texts are; -1 for none.
  private let smallScalars: [Int32]

  /// - Parameter vocab: each token's id by its content.
  init(_ vocab: JSONObject, at place: JSONPointer) throws(TokenizerError) {
    /// Ids far beyond the number of tokens would make the tables as large as the file says.
    let limit = 2 * vocab.count + 1_000_000
    var members: [ExactString?] = Array(repeating: nil, count: vocab.count)
    for member in vocab.members {
      guard let id = member.value.integerValue, id >= 0, id < limit else {
        throw .invalidValue(place.appending(member.key), found: JSONWriter.write(member.value))
      }
      while members.count <= id { members.append(nil) }
      guard members[id] == nil else {
        throw .conflictingToken(place.appending(member.key), content: member.key.text, id: id)
      }
      members[id] = member.key
    }
    var contents = ByteTable()
    for member in members {
      if let member { contents.append(member.utf8) } else { contents.append([]) }
    }
    let isAssigned = members.map { $0 != nil }
    let index = ContentIndex(contents) { isAssigned[$0] }
    self.contents = contents
    self.isAssigned = isAssigned
    self.index = index
    smallScalars = (0..<0x400).map { value in
      let text = String(Character(Unicode.Scalar(UInt32(value))!))
      return index.position(of: text.utf8.span, in: contents).map { Int32($0) } ?? -1
    }
  }

  var count: Int { contents.count }

  func id(of content: Span<UInt8>) -> TokenID? { index.position(of: content, in: contents).map { TokenID($0) } }

  /// The token that is one code point.
  func id(of scalar: Unicode.Scalar, spelled bytes: Span<UInt8>) -> TokenID? {
    guard scalar.value < smallScalars.count else { return id(of: bytes) }
    let id = smallScalars[Int(scalar.value)]
    return id < 0 ? nil : TokenID(rawValue: UInt32(id))
  }
}
