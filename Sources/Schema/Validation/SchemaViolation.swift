public import JSON

/// One reason why an instance is invalid: an error unit of the *basic* output form (2020-12 core, §12).
public struct SchemaViolation: Sendable, Hashable, CustomStringConvertible {
  /// Where in the instance.
  public let instanceLocation: JSONPointer
  /// Which keyword, by the way that evaluation took, references included.
  public let keywordLocation: JSONPointer
  /// Which keyword, by where it stands.
  public let absoluteKeywordLocation: SchemaLocation
  public let message: String

  /// `/a/0: expected an integer (#/properties/a/items/type)`
  public var description: String { "\(instanceLocation): \(message) (\(absoluteKeywordLocation))" }
}
