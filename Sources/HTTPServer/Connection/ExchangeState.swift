/// Where a request and its response stand. Every change of state is here; what follows from one (suspending, resuming,
/// cancelling) is the `Exchange`'s work.
struct ExchangeState {
  enum Phase {
    /// The body is arriving.
    case receiving
    /// The body is arriving and thrown away.
    case refusing(HTTPRefusal)
    /// The handler runs; the connection is suspended.
    case running
    /// The response waits to be given to libmicrohttpd.
    case answered(HTTPResponse)
    /// libmicrohttpd has the response.
    case sending
    /// Complete, or of no more use to anyone.
    case ended
  }

  /// What libmicrohttpd is to do now that it has the whole request or was resumed.
  enum NextStep {
    case run
    case wait
    case send(HTTPResponse)
    case cutOff
  }

  /// What a body's reader gets.
  enum Reading {
    case bytes(Int)
    case end
    case failure
    case wait
  }

  enum Writing {
    case accepted
    case full
    case gone
  }

  var phase: Phase
  var body: [UInt8] = []
  private var discarded = 0
  /// Bytes of the response from `pendingStart` on wait for the client.
  private var pending: [UInt8] = []
  private var pendingStart = 0
  private var streamEnd: Reading?

  init(refusal: HTTPRefusal?) { phase = refusal.map { .refusing($0) } ?? .receiving }

  var isRefusing: Bool { if case .refusing = phase { true } else { false } }
  var isRunning: Bool { if case .running = phase { true } else { false } }
  var isEnded: Bool { if case .ended = phase { true } else { false } }

  /// Takes a part of the body; false when the client is to be cut off.
  ///
  /// - Parameter hasRoom: whether there is room for it beside the bodies of others.
  mutating func receive(
    _ bytes: UnsafeBufferPointer<UInt8>, hasRoom: Bool, _ configuration: HTTPServerConfiguration
  ) -> Bool {
    switch phase {
    case .receiving:
      let fits = body.count + bytes.count <= configuration.bodyLimit
      if fits, hasRoom {
        unsafe body.append(contentsOf: bytes)
      } else {
        phase = .refusing(fits ? .noRoomForBody : .bodyTooLarge(limit: configuration.bodyLimit))
        discarded = body.count + bytes.count
        body = []
      }
      return true
    case .refusing:
      discarded += bytes.count
      return discarded <= configuration.bodyLimit + configuration.discardLimit
    case .running, .answered, .sending, .ended: return false
    }
  }

  mutating func nextStep(_ configuration: HTTPServerConfiguration) -> NextStep {
    switch phase {
    case .receiving:
      phase = .running
      return .run
    case .refusing(let refusal):
      phase = .sending
      return .send(refusal.response(body: configuration.refusalBody))
    case .running: return .wait
    case .answered(let response):
      phase = .sending
      return .send(response)
    case .sending, .ended: return .cutOff
    }
  }

  /// False when nobody waits for the answer.
  mutating func answer(_ response: HTTPResponse) -> Bool {
    guard case .running = phase else { return false }
    phase = .answered(response)
    return true
  }

  mutating func write(_ bytes: [UInt8], _ configuration: HTTPServerConfiguration) -> Writing {
    if isEnded { return .gone }
    guard hasRoom(configuration) else { return .full }
    if pendingStart > 0 {
      pending.removeFirst(pendingStart)
      pendingStart = 0
    }
    pending += bytes
    return .accepted
  }

  func hasRoom(_ configuration: HTTPServerConfiguration) -> Bool {
    pending.count - pendingStart < configuration.streamBuffer
  }

  mutating func endStream(failed: Bool) { streamEnd = failed ? .failure : .end }

  mutating func read(into destination: UnsafeMutableBufferPointer<UInt8>) -> Reading {
    if isEnded { return .failure }
    let count = min(destination.count, pending.count - pendingStart)
    guard count > 0 else { return streamEnd ?? .wait }
    unsafe pending[pendingStart..<pendingStart + count].withUnsafeBufferPointer { source in
      unsafe destination.baseAddress!.update(from: source.baseAddress!, count: count)
    }
    pendingStart += count
    if pendingStart == pending.count {
      pending.removeAll(keepingCapacity: true)
      pendingStart = 0
    }
    return .bytes(count)
  }

  mutating func end() {
    phase = .ended
    body = []
    pending = []
    pendingStart = 0
  }
}
