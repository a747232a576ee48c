import Store

/// Options about sessions.
enum SessionOptions {
  static let options: Set<String> = ["--sessions", "--session-days"]

  static let help = """
      --sessions FILE      keep conversations there, for requests with a session_id (default: none are kept)
      --session-days N     keep a session that long after its last turn (default 30)
    """

  /// Nil when no file is named.
  static func store(_ arguments: Arguments) throws -> SessionStore? {
    var options = SessionStoreOptions()
    let days = try arguments.integer("--session-days", in: 1...100_000)
    if let days { options.kept = Int64(days) * 86_400 }
    guard let path = arguments.value("--sessions") else {
      if days != nil { throw UsageError.missingOption("--sessions") }
      return nil
    }
    return try SessionStore(path: path, options: options)
  }
}
