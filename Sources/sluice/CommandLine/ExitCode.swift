/// Exit codes of all commands.
enum ExitCode {
  static let success: Int32 = 0
  /// The answer is no: an instance is invalid, a case disagrees.
  static let negative: Int32 = 1
  /// Wrong arguments, or a file, schema or model that can't be used.
  static let usage: Int32 = 2
  /// The work failed although what was asked for was right.
  static let failure: Int32 = 3
}
