import Gateway

/// Options about the log, which goes to standard error, a JSON object a line.
enum LoggingOptions {
  static let options: Set<String> = ["--log"]
  static let flags: Set<String> = ["--log-prompts"]

  static let help = """
      --log LEVEL          info: a line for each request; error: only for what went wrong on our side (default info)
      --log-prompts        the lines have what was asked; without it no line has a text of a request
    """

  static func options(_ arguments: Arguments) throws -> LogOptions {
    var options = LogOptions()
    let levels = Dictionary(uniqueKeysWithValues: LogEntry.Level.allCases.map { ($0.rawValue, $0) })
    if let level = try arguments.choice("--log", levels) { options.level = level }
    options.hasPrompts = arguments.has("--log-prompts")
    return options
  }
}
