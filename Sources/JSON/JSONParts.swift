import Synchronization

/// Objects of texts that were parsed before, by their text: where the same text stands again, its value is the same one,
/// without being read. Bounded; many threads may share one.
///
/// What is found is compared byte by byte, so nothing depends on a hash.
public final class JSONParts: Sendable {
  /// Bytes of an object's text from which on it is kept.
  package static let leastSize = 192
  /// Bytes of an object's text up to which it is kept.
  static let greatestSize = 1 << 16
  /// Containers around an object, at least and at most, for it to be kept.
  static let depths = 1...4
  /// Bytes by which an object is looked for.
  private static let keySize = 128
  /// Objects that begin alike and are told apart by comparing them.
  private static let alikeLimit = 4

  struct Part: Sendable {
    let text: [UInt8]
    let depth: Int
    let value: JSONObject
  }

  /// What was kept last, and what was kept before that: when the first is full it becomes the second.
  struct Kept: Sendable {
    var recent: [UInt64: [Part]] = [:]
    var earlier: [UInt64: [Part]] = [:]
    /// Bytes of text in `recent`.
    var size = 0
  }

  private let kept = Mutex(Kept())
  private let sizeLimit: Int

  /// - Parameter sizeLimit: bytes of text that are kept at most; their values take several times as much.
  public init(sizeLimit: Int = 8 << 20) { self.sizeLimit = sizeLimit }

  /// Bytes of text that were kept since others were let go.
  package var size: Int { kept.withLock { $0.size } }

  var current: Kept { kept.withLock { $0 } }

  /// Keeps what was read of a text.
  func keep(_ parts: [(key: UInt64, part: Part)]) {
    if parts.isEmpty { return }
    kept.withLock { kept in
      for (key, part) in parts {
        if kept.size + part.text.count > sizeLimit / 2 {
          kept.earlier = kept.recent
          kept.recent = [:]
          kept.size = 0
        }
        var alike = kept.recent[key] ?? []
        if alike.count == Self.alikeLimit { continue }
        alike.append(part)
        kept.recent[key] = alike
        kept.size += part.text.count
      }
    }
  }

  /// By what a text from a position on is looked for; nil where too little is left.
  static func key(of text: JSONText, at position: Int, depth: Int) -> UInt64? {
    guard depths.contains(depth), text.count - position >= leastSize else { return nil }
    var key = UInt64(truncatingIfNeeded: depth)
    for offset in stride(from: position, to: position + keySize, by: 8) {
      key = (key ^ text.word(at: offset)) &* 0x9E37_79B9_7F4A_7C15
      key ^= key &>> 29
    }
    return key
  }
}

extension JSONParts.Kept {
  /// The object that stands at a position, where the same text was read at the same depth.
  func part(_ key: UInt64, of text: JSONText, at position: Int, depth: Int) -> JSONParts.Part? {
    recent[key]?.first { $0.depth == depth && text.hasBytes($0.text, at: position) }
      ?? earlier[key]?.first { $0.depth == depth && text.hasBytes($0.text, at: position) }
  }
}
