import Decoding
import HTTPServer
import JSON
import Store

/// `GET /healthz` and `GET /readyz`.
extension Gateway {
  /// The process answers.
  func showHealth() -> HTTPResponse { Self.answer(["status": "ok"]) }

  /// Whether a new request would be taken, and the model did what was asked of it last. While the server drains it refuses
  /// this one, too. A journal that loses records is told, but answers don't depend on it.
  func showReadiness() -> HTTPResponse {
    let engine = pipeline.engine
    let isFull = engine.waiting >= engine.waitingLimit && engine.isBusy
    let failure = engine.statistics.failure
    let health = journal?.health
    let isJournalWell = health.map { $0.lost == 0 && $0.retentionFailure == nil }
    var response = Self.answer([
      "status": failure != nil ? "failed" : isFull ? "overloaded" : "ready", "model": .string(engine.modelName),
      "queue": ["waiting": .integer(engine.waiting), "limit": .integer(engine.waitingLimit)],
      "journal": isJournalWell.map { $0 ? "ok" : "degraded" } ?? "off",
    ])
    if isFull || failure != nil { response.status = .serviceUnavailable }
    return response
  }
}
