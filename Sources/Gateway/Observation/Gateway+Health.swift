import Decoding
import HTTPServer
import JSON
import Store

/// `GET /healthz` and `GET /readyz`.
extension Gateway {
  /// The process answers.
  func showHealth() -> HTTPResponse { Self.answer(["status": "ok"]) }

  /// Whether a new request would be taken. While the server drains it refuses this one, too. A journal that loses
  /// records is told, but answers don't depend on it.
  func showReadiness() -> HTTPResponse {
    let engine = pipeline.engine
    let isFull = engine.waiting >= engine.waitingLimit && engine.isBusy
    let health = journal?.health
    let isJournalWell = health.map { $0.lost == 0 && $0.retentionFailure == nil }
    var response = Self.answer([
      "status": isFull ? "overloaded" : "ready", "model": .string(engine.modelName),
      "queue": ["waiting": .integer(engine.waiting), "limit": .integer(engine.waitingLimit)],
      "journal": isJournalWell.map { $0 ? "ok" : "degraded" } ?? "off",
    ])
    if isFull { response.status = .serviceUnavailable }
    return response
  }
}
