/// Why the bytes of a compiled schema are not used.
public enum CompiledFileFault: Sendable, Hashable, CustomStringConvertible {
  /// They are none of a compiled schema.
  case foreign
  /// Another version of Sluice wrote them.
  case version(UInt32, expected: UInt32)
  case truncated
  /// They are not as they were written.
  case damaged
  /// It was compiled for another vocabulary.
  case vocabulary
  /// It was compiled with other options.
  case options
  /// Its references may lead to other documents, which are no part of the bytes.
  case documents

  public var description: String {
    switch self {
    case .foreign: "this is no compiled schema"
    case .version(let version, let expected):
      "the compiled schema has format \(version), and this version reads format \(expected): compile it again"
    case .truncated: "the compiled schema ends too early"
    case .damaged: "the compiled schema is damaged"
    case .vocabulary: "the schema was compiled for another vocabulary"
    case .options: "the schema was compiled with other options"
    case .documents: "a schema whose references may lead to other documents can't be written as bytes"
    }
  }
}
