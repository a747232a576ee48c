/// A call that the model made.
package struct GeneratedCall: Sendable, Hashable {
  /// The tool's place among the request's tools.
  package let tool: Int
  /// JSON text, as the model wrote it: an object that is valid for the tool's schema.
  package let arguments: String
}
