/// A subcommand of `sluice`.
protocol Command: SendableMetatype {
  static var name: String { get }
  static var summary: String { get }
  /// What `--help` prints.
  static var help: String { get }
  static var shape: Arguments.Shape { get }

  /// - Returns: the exit code.
  static func run(_ arguments: Arguments) async throws -> Int32
}
