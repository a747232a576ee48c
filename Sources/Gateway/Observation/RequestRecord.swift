import HTTPServer
import JSON
import Synchronization

/// Sees a request to its end, and then counts it and logs its line: at the end of its answer, or when its answer is
/// dropped because nobody waits for it.
final class RequestRecord: Sendable {
  /// Nobody waited for the answer; servers have no status for it in the specification.
  private static let clientGone = 499
  /// Asked every few seconds by machines, so only failures get a line.
  private static let quietRoutes: Set<String> = ["/healthz", "/readyz", "/metrics"]

  private let request: HTTPRequest
  private let context: RequestContext
  private let route: String?
  private let metrics: Metrics
  private let log: Gateway.Log
  private let options: LogOptions
  private let hasEnded = Mutex(false)

  init(_ request: HTTPRequest, _ context: RequestContext, route: String?, in gateway: Gateway) {
    var request = request
    request.body = []
    self.request = request
    self.context = context
    self.route = route
    metrics = gateway.metrics
    log = gateway.log
    options = gateway.logOptions
    metrics.requestBegan()
  }

  deinit { end(status: Self.clientGone) }

  /// - Parameter isWhole: false when a stream broke off.
  func end(_ status: HTTPStatus, isWhole: Bool = true) {
    end(status: Task.isCancelled ? Self.clientGone : Int(status.code), isWhole: isWhole)
  }

  private func end(status: Int, isWhole: Bool = true) {
    let isFirst = hasEnded.withLock { hasEnded in
      defer { hasEnded = true }
      return !hasEnded
    }
    guard isFirst else { return }
    let duration = ContinuousClock.now - context.arrived
    let method = HTTPMethod.known.contains(request.method) ? request.method.name : "other"
    metrics.requestEnded(.init(route: route, method: method, status: status), after: duration)
    let failed = status >= 500 || !isWhole && status != Self.clientGone
    if !failed, let route, Self.quietRoutes.contains(route) { return }
    guard failed || options.level == .info else { return }
    var fields = JSONObject([
      .init(key: "method", value: .string(request.method.name)), .init(key: "path", value: .string(request.path)),
      .init(key: "status", value: .integer(status)),
      .init(key: "milliseconds", value: .number(JSONNumber((duration / .microseconds(1)).rounded() / 1000))),
    ])
    if !isWhole { fields["broke_off"] = true }
    for member in context.notes.fields.members { fields[member.key] = member.value }
    if options.hasPrompts, let body = context.notes.body { fields["request"] = body }
    log(LogEntry(failed ? .error : .info, "request", fields, of: context))
  }
}
