/// The tokens of a vocabulary that can come at a structural place, by their shape.
///
/// An automaton that walks the shapes has tried all tokens: those of one shape behave alike.
package final class StructuralSlice: Sendable {
  /// A string in which tokens end.
  package final class Opening: Sendable {
    /// The tokens with at least one byte of the string's body, whatever it is.
    package let tokens: [UInt32]
    /// Their bodies.
    package let bodies: TokenTrie

    init(_ group: [(id: UInt32, bytes: ArraySlice<UInt8>)], vocabularySize: Int) {
      tokens = group.map(\.id)
      bodies = TokenTrie(group, vocabularySize: vocabularySize)
    }
  }

  /// The bytes of the shapes as a tree; its ids are the shapes'.
  package let tree: TokenTrie
  /// The bytes of each shape.
  package let shapes: [[UInt8]]
  /// The tokens of each shape, without those in its opening.
  package let tokens: [[UInt32]]
  /// By shape; nil where the shape does not end behind an opening quote.
  package let openings: [Opening?]
  /// A mask of the tokens that change nothing: blanks, where these are free.
  package let blanks: ContiguousArray<UInt32>

  package var count: Int { shapes.count }

  init(
    shapes: [[UInt8]], tokens: [[UInt32]], openings: [Opening?], blanks: ContiguousArray<UInt32>
  ) {
    tree = TokenTrie(shapes.enumerated().map { (UInt32($0.offset), $0.element[...]) }, vocabularySize: shapes.count)
    self.shapes = shapes
    self.tokens = tokens
    self.openings = openings
    self.blanks = blanks
  }
}

/// Collects the shapes of a place.
struct StructuralSliceBuilder {
  private var ids: [[UInt8]: Int32] = [:]
  private var shapes: [[UInt8]] = []
  private var tokens: [[UInt32]] = []
  private var openings: [[(id: UInt32, bytes: ArraySlice<UInt8>)]] = []
  private var blanks: ContiguousArray<UInt32>

  init(wordCount: Int) { blanks = ContiguousArray(repeating: 0, count: wordCount) }

  /// The id of a shape; nil for the empty one.
  mutating func id(of shape: TokenShape) -> Int32? {
    if shape.bytes.isEmpty { return nil }
    if let id = ids[shape.bytes] { return id }
    let id = Int32(shapes.count)
    ids[shape.bytes] = id
    shapes.append(shape.bytes)
    tokens.append([])
    openings.append([])
    return id
  }

  mutating func add(_ token: UInt32, _ bytes: ArraySlice<UInt8>, _ shape: TokenShape) {
    guard let id = id(of: shape) else {
      blanks[Int(token >> 5)] |= 1 << (token & 31)
      return
    }
    if let body = shape.openBody, body < bytes.endIndex {
      openings[Int(id)].append((token, bytes[body...]))
    } else {
      tokens[Int(id)].append(token)
    }
  }

  func build(vocabularySize: Int) -> StructuralSlice {
    StructuralSlice(
      shapes: shapes, tokens: tokens,
      openings: openings.map { group in
        group.isEmpty ? nil : StructuralSlice.Opening(group, vocabularySize: vocabularySize)
      }, blanks: blanks)
  }
}
