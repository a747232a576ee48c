package import JSON

/// Where a value stands in a request's body, written as OpenAI's errors write it: `messages[0].content[1].type`.
package struct FieldPath: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  private init(_ text: String) { description = text }

  /// The body itself.
  package static let body = FieldPath("")

  /// A header field.
  package static func header(_ name: String) -> FieldPath { FieldPath(name) }

  package func appending(_ key: ExactString) -> FieldPath {
    FieldPath(description.isEmpty ? key.text : description + "." + key.text)
  }

  package func appending(_ index: Int) -> FieldPath { FieldPath("\(description)[\(index)]") }

  /// For messages: the path in quotes, or words for the body.
  var quoted: String { description.isEmpty ? "the request body" : "'\(description)'" }
}
