import Store

/// Options about the failure journal.
enum JournalFile {
  static let options: Set<String> = ["--journal", "--journal-days", "--journal-mib", "--redact"]

  static let help = """
      --journal FILE       record failed requests there, and answer /v1/failures (default: they are not recorded)
      --journal-days N     keep records that long (default 30)
      --journal-mib N      keep the latest records, as many as fit into that (default 256)
      --redact FIELD       never write this field of requests and answers: a member's name, or a JSON Pointer into the
                           request; may be given several times
    """

  /// Nil when no journal is named.
  static func open(_ arguments: Arguments) throws -> Journal? {
    var options = JournalOptions()
    if let days = try arguments.integer("--journal-days", in: 1...100_000) {
      options.retention.maximumAge = Int64(days) * 86_400
    }
    if let size = try arguments.integer("--journal-mib", in: 1...1 << 20) {
      options.retention.maximumBytes = Int64(size) << 20
    }
    guard let redaction = Redaction(fields: arguments.all("--redact")) else {
      throw UsageError.invalidValue(
        option: "--redact", given: arguments.all("--redact").joined(separator: ", "),
        expected: "names of members, and JSON Pointers")
    }
    options.redaction = redaction
    guard let path = arguments.value("--journal") else {
      for option in Self.options where arguments.value(option) != nil { throw UsageError.missingOption("--journal") }
      return nil
    }
    return try Journal(path: path, options: options)
  }

  /// A journal that is there, with all that it holds.
  static func existing(_ arguments: Arguments) throws -> Journal {
    var options = JournalOptions()
    options.creates = false
    options.retention = Retention(maximumAge: nil, maximumBytes: nil)
    return try Journal(path: try arguments.required("--journal"), options: options)
  }
}
