import Store

/// Options about jobs.
enum JobOptions {
  static let options: Set<String> = ["--jobs", "--job-hours"]

  static let help = """
      --jobs FILE          keep jobs there, and answer /v1/jobs (default: no jobs are taken)
      --job-hours N        keep the answer of a job that long (default 24)
    """

  /// Nil when no file is named.
  static func store(_ arguments: Arguments) throws -> JobStore? {
    var options = JobStoreOptions()
    let hours = try arguments.integer("--job-hours", in: 1...100_000)
    if let hours { options.kept = Int64(hours) * 3_600 }
    guard let path = arguments.value("--jobs") else {
      if hours != nil { throw UsageError.missingOption("--jobs") }
      return nil
    }
    return try JobStore(path: path, options: options)
  }
}
