import Masking

/// A tool that may be called: its name, and its arguments' schema prepared.
package struct CallableTool: Sendable {
  package let name: String
  package let arguments: DocumentConstraint
  /// The arguments' object behind its first brace.
  let opened: Matcher
  /// Tokens of a shortest completion of `opened`.
  let shortest: Int

  /// - Returns: nil when the arguments can't be an object.
  init?(name: String, arguments: DocumentConstraint) throws(GenerationError) {
    self.name = name
    self.arguments = arguments
    do throws(MaskingError) {
      var matcher = try Matcher(arguments.masks)
      guard try matcher.accept(bytes: [UInt8(ascii: "{")]) == 1 else { return nil }
      opened = matcher
      shortest = try matcher.completionTokens().count
    } catch {
      throw GenerationError(error)
    }
  }
}
