import Glibc

/// A file of the system's time zone database in the format of RFC 8536 (TZif).
struct ZoneFile {
  /// Moments at which the offset changes, in seconds since 1970, rising.
  private var transitions: [Int64] = []
  /// The offset from the transition at the same place on.
  private var offsets: [Int] = []
  /// Before the first transition.
  private var firstOffset = 0
  /// After the last one.
  private var rule: PosixZone?

  private static let folder = "/usr/share/zoneinfo/"
  private static let sizeLimit = 1 << 20

  /// Nil when the database has no such zone, or a file that is not of this format.
  init?(name: String) {
    let isSafe =
      name.utf8.allSatisfy { byte in
        Lexer.isNameStart(byte) || Lexer.isDigit(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: "+")
      }
    guard isSafe, name.utf8.count < 100, !name.hasPrefix("/"), let bytes = Self.read(Self.folder + name) else {
      return nil
    }
    self.init(bytes: bytes)
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = unsafe fopen(path, "rb") else { return nil }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 12)
    while bytes.count < sizeLimit {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, file) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }

  init?(bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    guard var header = reader.header(), header.version >= UInt8(ascii: "2") else { return nil }
    // The first block has times of 32 bits, for old readers.
    reader.skip(header.length(timeSize: 4))
    guard let second = reader.header() else { return nil }
    header = second
    var times: [Int64] = []
    for _ in 0..<header.timeCount { times.append(Int64(truncatingIfNeeded: reader.number(8))) }
    var kinds: [Int] = []
    for _ in 0..<header.timeCount { kinds.append(Int(reader.number(1))) }
    var types: [Int] = []
    for _ in 0..<header.typeCount {
      types.append(Int(Int32(truncatingIfNeeded: reader.number(4))))
      reader.skip(2)
    }
    guard !types.isEmpty, kinds.allSatisfy({ $0 < types.count }), !reader.isPastEnd else { return nil }
    reader.skip(header.nameLength + header.leapCount * 12 + header.standardCount + header.utcCount)
    transitions = times
    offsets = kinds.map { types[$0] }
    firstOffset = types[0]
    rule = PosixZone(reader.line())
  }

  func offset(at seconds: Int64) -> Int {
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    if low == transitions.count, let rule { return rule.offset(at: Int(seconds)) }
    return low == 0 ? firstOffset : offsets[low - 1]
  }

  private struct Header {
    let version: UInt8
    let utcCount, standardCount, leapCount, timeCount, typeCount, nameLength: Int

    /// Bytes of the block behind the header.
    func length(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * 6 + nameLength + leapCount * (timeSize + 4) + standardCount + utcCount
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    var isPastEnd: Bool { position > bytes.count }

    mutating func skip(_ count: Int) { position += count }

    /// A big-endian number; zeros behind the end.
    mutating func number(_ count: Int) -> UInt64 {
      var value: UInt64 = 0
      for place in position..<position + count {
        value = value << 8 | UInt64(place < bytes.count ? bytes[place] : 0)
      }
      position += count
      return value
    }

    mutating func header() -> Header? {
      guard position + 44 <= bytes.count, bytes[position..<position + 4].elementsEqual("TZif".utf8) else { return nil }
      let version = bytes[position + 4]
      position += 20
      let counts = (0..<6).map { _ in Int(number(4)) }
      guard counts.allSatisfy({ $0 <= bytes.count }) else { return nil }
      return Header(
        version: version, utcCount: counts[0], standardCount: counts[1], leapCount: counts[2], timeCount: counts[3],
        typeCount: counts[4], nameLength: counts[5])
    }

    /// What stands between two line feeds.
    func line() -> String {
      guard position < bytes.count, bytes[position] == 0x0A else { return "" }
      return String(decoding: bytes[(position + 1)...].prefix { $0 != 0x0A }, as: UTF8.self)
    }
  }
}
