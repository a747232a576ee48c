package import JSON

/// The event stream format of OpenAI's API: only `data:` lines, one JSON value an event, and a last word that is none.
package enum ServerSentEvents {
  package static let contentType = "text/event-stream; charset=utf-8"

  /// JSON as the writer writes it has no line breaks, so that one line is enough.
  package static func event(_ value: JSONValue) -> String { "data: " + JSONWriter.write(value) + "\n\n" }

  /// Says nothing, but that the connection is alive.
  package static let comment = ": waiting\n\n"

  static let doneWord = "[DONE]"
  package static let done = "data: \(doneWord)\n\n"
}
