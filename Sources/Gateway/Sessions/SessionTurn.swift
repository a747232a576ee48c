import JSON
import Store
import Tokenizer

/// A request's turn in a session: nobody else works at the session until it is dropped.
final class SessionTurn: Sendable {
  private let name: SessionName
  private let system: String?
  private let messages: [JSONValue]
  private let line: SessionLine
  private let store: SessionStore

  /// The place in the line is taken already.
  ///
  /// - Parameters:
  ///   - system: what stands before all turns from now on; nil leaves it as it is.
  ///   - messages: what was said to the model in this turn.
  init(_ name: SessionName, system: String?, messages: [JSONValue], line: SessionLine, store: SessionStore) {
    self.name = name
    self.system = system
    self.messages = messages
    self.line = line
    self.store = store
  }

  deinit { line.leave(name) }

  /// Keeps the turn with its answer.
  func keep(_ answer: ChatMessage) async throws(GatewayError) {
    do throws(StoreError) {
      try await store.append(messages + [Self.json(answer)], system: system, to: name)
    } catch {
      throw .sessionsFailed(error)
    }
  }

  /// A message as requests write it.
  private static func json(_ message: ChatMessage) -> JSONValue {
    var members = JSONObject([
      .init(key: "role", value: .string(message.role.rawValue)),
      .init(key: "content", value: .string(message.content)),
    ])
    if !message.toolCalls.isEmpty {
      members["tool_calls"] = .array(
        message.toolCalls.map { call in
          [
            "id": call.id.map { .string($0) } ?? .null, "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(JSONWriter.write(call.arguments))],
          ]
        })
    }
    return .object(members)
  }
}
