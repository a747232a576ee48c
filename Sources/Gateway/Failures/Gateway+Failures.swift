import HTTPServer
import JSON
import Store

/// `GET /v1/failures`, `GET /v1/failures/{id}` and `POST /v1/failures/{id}/retry`.
extension Gateway {
  func listFailures(_ request: HTTPRequest) async throws -> HTTPResponse {
    let query = try FailureQuery(request.query)
    let journal = try openJournal()
    let page: FailurePage
    do throws(StoreError) {
      page = try await journal.list(query.filter, before: query.before, limit: query.limit)
    } catch {
      throw GatewayError.journalFailed(error)
    }
    let health = journal.health
    return Self.answer([
      "object": "list", "data": .array(page.records.map(\.json)), "has_more": .bool(page.hasMore),
      "journal": [
        "waiting": .integer(health.waiting), "lost": .integer(health.lost),
        "retention_failure": health.retentionFailure.map { .string($0.description) } ?? .null,
      ],
    ])
  }

  func showFailure(_ id: String) async throws -> HTTPResponse {
    Self.answer(try await failure(id).json)
  }

  func retryFailure(_ request: HTTPRequest, _ id: String) async throws -> HTTPResponse {
    // A page in a browser can't send this type to a server that did not allow it.
    if request.body.isEmpty {
      try RequestBody.checkType(request)
    } else {
      try FieldReader(try RequestBody.read(request, limits: limits), at: .body).finish()
    }
    return Self.answer(try await retry(try await failure(id)).json)
  }

  func openJournal() throws(GatewayError) -> Journal {
    guard let journal else { throw .journalOff }
    return journal
  }

  private func failure(_ text: String) async throws -> FailureRecord {
    let journal = try openJournal()
    guard let id = FailureID(text) else { throw GatewayError.unknownFailure(text) }
    do throws(StoreError) {
      if let record = try await journal.record(id) { return record }
    } catch {
      throw GatewayError.journalFailed(error)
    }
    throw GatewayError.unknownFailure(text)
  }
}
