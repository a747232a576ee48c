package import JSON

/// The form in which a model asks a question instead of writing a document.
package enum Clarification {
  private static let member: ExactString = "clarify"

  package static let schema: JSONValue = [
    "type": "object", "properties": ["clarify": ["type": "string", "pattern": #"\S"#, "maxLength": 500]],
    "required": ["clarify"], "additionalProperties": false,
  ]

  /// For the system message.
  package static let instruction =
    #"If the request leaves open what the answer depends on, answer with {"clarify": "<your question>"} instead."#

  /// - Parameter document: of `schema`.
  static func question(in document: JSONValue) -> String {
    guard let text = document[member]?.stringValue else { preconditionFailure("a question is a string") }
    return text
  }
}
