import HTTPServer
import JSON
import Store
import Tokenizer

/// Requests with a `session_id`, and `/v1/sessions`.
extension Gateway {
  static let sessionIDLengths = 1...128

  /// Puts what was said before into a request with a `session_id`. What comes of it runs again without the session:
  /// `messages` has all of it, and `truncation` says that the oldest turns may go.
  ///
  /// - Parameters:
  ///   - check: reads the request itself, so that its own mistakes are named where they stand.
  ///   - plan: makes the plan of what comes of it, for the journal when the request waits for its turn in vain.
  /// - Returns: the request, and its turn in the session when it has one.
  func seated(
    _ body: JSONValue, of request: AdmittedRequest,
    check: (JSONValue) throws(GatewayError) -> (messages: [ChatMessage], choices: Int, handling: HandlingFields),
    plan: (JSONValue) throws(GatewayError) -> GenerationPlan
  ) async throws(GatewayError) -> (body: JSONValue, turn: SessionTurn?) {
    guard var members = body.objectValue, let id = members["session_id"], !id.isNull else { return (body, nil) }
    let path = FieldPath.body.appending("session_id")
    guard let text = id.stringValue else { throw .wrongType(path, expected: "a string", found: id.typeName) }
    guard Self.sessionIDLengths.contains(text.utf8.count) else {
      throw .outOfRange(path, allowed: "1 to 128 bytes", given: "\(text.utf8.count)")
    }
    guard let sessions else { throw .unsupported(path, reason: "this server keeps no sessions") }
    members["session_id"] = nil
    let (said, choices, handling) = try check(.object(members))
    if choices > 1 { throw .conflict(.body.appending("n"), with: path, reason: "a session goes on with one answer") }

    let name = SessionName(client: request.context.client?.key.id, id: text)
    let deadline = try Handling(request, handling, limits: limits).deadline()
    let own = members["messages"]?.arrayValue ?? [["role": "user", "content": members["prompt"] ?? ""]]
    let system = said.filter { $0.role == .system }.map(\.content)
    let saying = SessionSaying(
      fields: members, system: system.isEmpty ? nil : system.joined(separator: "\n\n"),
      messages: zip(own, said).filter { $1.role != .system }.map(\.0))
    do throws(GatewayError) {
      try await deadline.bounding { () throws(GatewayError) in
        // Nobody waits for it any more, or its deadline came, which is told then.
        guard await sessions.line.enter(name) else { throw .http(.draining) }
      }
    } catch {
      // As it would have gone on from what had been said by then.
      let history = try await kept { () async throws(StoreError) in try await sessions.store.history(of: name) }
      await pipeline.watch(try plan(saying.body(after: history))).refused(error)
      throw error
    }
    // From here on the turn leaves the line.
    let turn = SessionTurn(
      name, system: saying.system, messages: saying.messages, line: sessions.line, store: sessions.store)
    let history = try await kept { () async throws(StoreError) in try await sessions.store.history(of: name) }
    return (saying.body(after: history), turn)
  }

  func showSession(_ request: AdmittedRequest, _ id: String) async throws -> HTTPResponse {
    let (store, name) = try session(request, id)
    let history = try await kept { () async throws(StoreError) in try await store.history(of: name) }
    guard let history else { throw GatewayError.unknownSession(id) }
    return Self.answer([
      "id": .string(id), "object": "session", "system": history.system.map { .string($0) } ?? .null,
      "turns": .array(history.turns.map { .array($0) }),
    ])
  }

  func removeSession(_ request: AdmittedRequest, _ id: String) async throws -> HTTPResponse {
    let (store, name) = try session(request, id)
    guard try await kept({ () async throws(StoreError) in try await store.remove(name) }) else {
      throw GatewayError.unknownSession(id)
    }
    return Self.answer(["id": .string(id), "object": "session", "deleted": true])
  }

  private func session(
    _ request: AdmittedRequest, _ id: String
  ) throws(GatewayError) -> (store: SessionStore, name: SessionName) {
    guard let sessions else { throw .sessionsOff }
    return (sessions.store, SessionName(client: request.context.client?.key.id, id: id))
  }

  private func kept<Value: Sendable>(
    _ body: () async throws(StoreError) -> Value
  ) async throws(GatewayError) -> Value {
    do throws(StoreError) {
      return try await body()
    } catch {
      throw .sessionsFailed(error)
    }
  }
}
