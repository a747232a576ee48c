import Masking
import Tokenizer

/// Free text that ends where the model opens a call, a stop sequence comes, or the model or the budget ends it.
struct LeadText: Sendable {
  /// What the text may consist of, calls aside.
  let mask: TokenBitmask
  /// What opens a call.
  private let marker: [UInt8]
  private var decoder: StreamDecoder
  private var stops: StopScanner
  /// All that has been decoded; the marker at its end once a call is open.
  private var text: [UInt8] = []
  /// Bytes that no stop sequence can claim any more.
  private var released = 0
  /// Bytes that have been told.
  private var told = 0
  /// Bytes of the marker that the text ends in.
  private(set) var matched = 0
  /// Bytes behind the marker, once there is one.
  private(set) var excess: Int?

  init(_ vocabulary: Vocabulary, marker: [UInt8], mask: TokenBitmask, stop: [String]) {
    self.mask = mask
    self.marker = marker
    decoder = StreamDecoder(vocabulary)
    stops = StopScanner(stop)
  }

  /// Whether a stop sequence has come.
  var isStopped: Bool { stops.isFound }

  /// What has been told so far.
  var toldText: String { String(decoding: text[..<told], as: UTF8.self) }

  /// - Parameter bytes: those of the token.
  /// - Returns: the text that is now certain.
  mutating func take(_ token: TokenID, bytes: ArraySlice<UInt8>) -> String {
    for (offset, byte) in bytes.enumerated() where excess == nil {
      // The marker's first byte does not come again in it.
      matched = byte == marker[matched] ? matched + 1 : byte == marker[0] ? 1 : 0
      if matched == marker.count { excess = bytes.count - offset - 1 }
    }
    let piece = decoder.append(token)
    // A stop sequence counts when it is whole before the marker is.
    let read = Array(piece.utf8.dropLast(excess ?? 0))
    text += read
    released += stops.append(String(decoding: read, as: UTF8.self)).utf8.count
    if isStopped {
      excess = nil
      return tell(released)
    }
    return tell(excess == nil ? min(released, startOfTail) : startOfTail)
  }

  /// What was held back, at the end.
  mutating func finish() -> String {
    if excess != nil { return "" }
    let last = decoder.finish()
    text += last.utf8
    released += (stops.append(last) + stops.finish()).utf8.count
    return tell(released)
  }

  /// Where the whitespace starts that a call may follow; where one does, it is no part of the text.
  private var startOfTail: Int {
    var end = text.count - matched
    while end > 0, [0x20, 0x09, 0x0A, 0x0D].contains(text[end - 1]) { end -= 1 }
    return end
  }

  private mutating func tell(_ end: Int) -> String {
    guard end > told else { return "" }
    defer { told = end }
    return String(decoding: text[told..<end], as: UTF8.self)
  }
}
