import Decoding
import HTTPServer

/// How a request is to be handled, whatever it asks for: by when it wants its answer, and its place in the queue.
struct Handling: Sendable {
  /// The header field that says how many seconds the answer may take.
  static let timeoutHeader = "X-Request-Timeout"

  let arrived: ContinuousClock.Instant
  /// What the request says; the smaller of the header and the field.
  let allowed: Duration?
  let place: QueuePlace
  private let otherwise: Duration

  init(
    _ request: AdmittedRequest, _ fields: HandlingFields, limits: GatewayLimits
  ) throws(GatewayError) {
    arrived = request.context.arrived
    let client = request.context.client
    if fields.priority < 0, let client, !client.key.scopes.contains(.priority) { throw .scopeMissing(.priority) }
    place = QueuePlace(priority: fields.priority, client: client?.key.id)
    otherwise = limits.deadline
    let header = try Self.timeout(request.http.headers[Self.timeoutHeader])
    let field = fields.deadlineMilliseconds.map { Duration.milliseconds($0) }
    allowed = [header, field].compactMap { $0 }.min()
  }

  /// - Parameter contract: what the contract allows, which the request can only shorten.
  func deadline(under contract: Duration? = nil) -> Deadline {
    let duration =
      switch (allowed, contract) {
      case (let own?, let limit?): min(own, limit)
      case (let duration?, nil), (nil, let duration?): duration
      case (nil, nil): otherwise
      }
    return Deadline(after: duration, from: arrived)
  }

  private static func timeout(_ text: String?) throws(GatewayError) -> Duration? {
    guard let text else { return nil }
    guard let seconds = Double(text), HandlingFields.seconds.contains(seconds) else {
      throw .outOfRange(
        .header(timeoutHeader),
        allowed: "seconds from \(HandlingFields.seconds.lowerBound) to \(HandlingFields.seconds.upperBound)",
        given: "'\(text)'")
    }
    return .seconds(seconds)
  }
}
