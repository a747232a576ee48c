package import JSON
import Store

/// A line of the log.
package struct LogEntry: Sendable {
  package enum Level: String, Sendable, Hashable, Comparable, CaseIterable {
    case info
    case error

    package static func < (left: Level, right: Level) -> Bool { left == .info && right == .error }
  }

  package let level: Level
  package let message: String
  package let fields: JSONObject
  private let time = WallTime.now()
  private let context: RequestContext?

  init(_ level: Level, _ message: String, _ fields: JSONObject, of context: RequestContext) {
    self.level = level
    self.message = message
    self.fields = fields
    self.context = context
  }

  /// The request is the one whose work this is, if it is a request's.
  init(_ level: Level, _ message: String, _ fields: KeyValuePairs<ExactString, JSONValue>) {
    self.level = level
    self.message = message
    self.fields = JSONObject(fields.map { .init(key: $0.key, value: $0.value) })
    context = .current
  }

  /// One object, its fields always in the same order.
  package var json: JSONValue {
    var members = JSONObject([
      .init(key: "time", value: .string(time.description)), .init(key: "level", value: .string(level.rawValue)),
      .init(key: "message", value: .string(message)),
    ])
    if let context {
      members["request_id"] = .string(context.id.text)
      members["trace_id"] = .string(context.trace.traceID)
      members["span_id"] = .string(context.trace.spanID)
      if let parent = context.trace.parentID { members["parent_id"] = .string(parent) }
    }
    for member in fields.members { members[member.key] = member.value }
    return .object(members)
  }
}
